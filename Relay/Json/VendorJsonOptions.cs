using System.Text.Json;

namespace Relay.Json;

/// <summary>The one limit on how deep a vendor's JSON may be nested, and the parsers that follow it.</summary>
internal static class VendorJsonOptions
{
    /// <summary>The deepest nesting that a payload of the upstream may have.</summary>
    public const int MaxDepth = 512;

    /// <summary>
    /// The limit for values that the relay has wrapped itself: parts of a payload in an item, in a response, in sealed reasoning.
    /// </summary>
    public const int MaxWrappedDepth = 2 * MaxDepth;

    /// <summary>The options of a reader over a payload.</summary>
    public static JsonReaderOptions Reader { get; } = new() { MaxDepth = MaxDepth };

    /// <summary>The options of a document that holds values taken from a payload.</summary>
    public static JsonDocumentOptions Document { get; } = new() { MaxDepth = MaxWrappedDepth };
}
