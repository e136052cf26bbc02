namespace Relay.Sealing;

/// <summary>Where a vendor put a thought, which is where it wants it back.</summary>
internal enum ReasoningLocation
{
    /// <summary>Nowhere of its own: between tags in the text, or nothing was said.</summary>
    None,

    /// <summary><c>reasoning_content</c>.</summary>
    ReasoningContent,

    /// <summary><c>reasoning</c>.</summary>
    Reasoning,

    /// <summary>Only in <c>reasoning_details</c>, which are kept as they came.</summary>
    Details,

    /// <summary>Thinking parts of <c>content</c>.</summary>
    Parts,
}
