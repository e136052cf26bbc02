using Conformance.Classifying.Streams;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds text in unusual places: beside or behind tool calls, and with or behind the finish reason.</summary>
internal sealed class ContentOrder : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q47", "Q48", "Q58", "Q59"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var (hadCall, hadFinish) = (false, false);
        foreach (var delta in reading.Deltas.Where(static delta => delta.Index is 0 or null))
        {
            var brings = delta.HasText;
            if (brings && delta.CallElements.Count > 0)
            {
                yield return new QuirkSighting("Q47", delta.Offset, "a chunk has content and a tool call");
            }
            else if (brings && hadCall)
            {
                yield return new QuirkSighting("Q48", delta.Offset, "text follows a tool call");
            }

            if (brings && delta.Reason is not null)
            {
                yield return new QuirkSighting("Q58", delta.Offset, "the chunk with the finish reason has content");
            }

            if (hadFinish && (brings || delta.CallElements.Count > 0))
            {
                yield return new QuirkSighting("Q59", delta.Offset, "content follows the finish reason");
            }

            hadCall |= delta.CallElements.Count > 0;
            hadFinish |= delta.Reason is not null;
        }
    }
}
