using MockUpstream.Varying.Bodies;

namespace MockUpstream.Varying;

/// <summary>One way to present a body so that it means the same.</summary>
/// <param name="Word">The word of the format, such as <c>newlines</c>.</param>
/// <param name="Form">The one of the word's forms it is, such as <c>CRLF</c>; empty for the only one.</param>
/// <param name="Changes">
/// Returns the changes to a body in the order of their places; none when the body has nothing to change. Pure.
/// </param>
public sealed record Variation(string Word, string Form, Func<ScriptedBody, IReadOnlyList<Change>> Changes)
{
    /// <summary>
    /// Whether correct relays may read it differently, so that it is played only against a relay with its own goldens.
    /// </summary>
    public bool IsLiberty { get; init; }

    /// <summary>Whether the request must have declared that the relay accepts such a coding.</summary>
    public bool NeedsAcceptedCoding => Word == VariationWords.Gzip;

    /// <summary>Returns word and form for messages.</summary>
    public override string ToString() => Form.Length == 0 ? Word : $"{Word} ({Form})";
}
