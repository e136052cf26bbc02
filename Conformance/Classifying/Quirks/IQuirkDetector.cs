using Conformance.Classifying.Streams;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds a few quirks that are distinguished by the same facts. Pure.</summary>
internal interface IQuirkDetector
{
    /// <summary>The quirks it can find.</summary>
    IReadOnlyList<string> Quirks { get; }

    /// <summary>Returns the quirks found, at least the first place of each.</summary>
    IEnumerable<QuirkSighting> Find(StreamReading reading);
}
