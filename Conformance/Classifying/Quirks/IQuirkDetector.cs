using Conformance.Classifying.Streams;

namespace Conformance.Classifying.Quirks;

/// <summary>Looks for a few quirks that are told from each other by the same facts. Pure.</summary>
internal interface IQuirkDetector
{
    /// <summary>The quirks it can find.</summary>
    IReadOnlyList<string> Quirks { get; }

    /// <summary>Returns what it sees, the first place of each quirk at least.</summary>
    IEnumerable<QuirkSighting> Find(StreamReading reading);
}
