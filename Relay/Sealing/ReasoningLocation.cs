namespace Relay.Sealing;

/// <summary>Specifies where a vendor sends reasoning, and requires it back.</summary>
internal enum ReasoningLocation
{
    /// <summary>In no member of its own: between tags in the text, or there was none.</summary>
    None,

    /// <summary><c>reasoning_content</c>.</summary>
    ReasoningContent,

    /// <summary><c>reasoning</c>.</summary>
    Reasoning,

    /// <summary>Only in <c>reasoning_details</c>, which are stored unchanged.</summary>
    Details,

    /// <summary><c>reasoning_text</c>.</summary>
    ReasoningText,

    /// <summary>In parts of <c>content</c> of type <c>thinking</c>.</summary>
    Parts,

    /// <summary>Only in <c>thinking_blocks</c>, which are stored unchanged.</summary>
    Blocks,
}
