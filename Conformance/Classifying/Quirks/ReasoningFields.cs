using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds the fields in which reasoning comes.</summary>
internal sealed class ReasoningFields : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q64", "Q65", "Q66", "Q67", "Q81"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        foreach (var delta in reading.Deltas)
        {
            var (content, plain) = (delta.Delta.Member("reasoning_content"), delta.Delta.Member("reasoning"));
            if (content.Text() is { Length: > 0 })
            {
                yield return new QuirkSighting("Q64", delta.Offset, "reasoning comes in reasoning_content");
            }

            if (plain.Text() is { Length: > 0 })
            {
                yield return new QuirkSighting("Q65", delta.Offset, "reasoning comes in reasoning");
            }

            if (plain.ValueKind is JsonValueKind.Object || content.ValueKind is JsonValueKind.Object
                || delta.Message.Member("reasoning").IsObject())
            {
                yield return new QuirkSighting("Q66", delta.Offset, "reasoning is an object");
            }

            if ((content.Text() is { Length: > 0 } && plain.HasValue()) || (delta.Delta.Member("reasoning_details").IsArray()
                && (plain.Text() is { Length: > 0 } || content.Text() is { Length: > 0 })))
            {
                yield return new QuirkSighting("Q67", delta.Offset, "two fields of one delta have reasoning");
            }
        }

        var pieces = reading.Deltas.Where(static delta => delta.Reasoning is { Length: > 0 }).ToList();
        if (pieces.Count > 0 && string.Concat(pieces.Select(static delta => delta.Reasoning)).Trim() is "" or "." or "...")
        {
            yield return new QuirkSighting("Q81", pieces[0].Offset, "the reasoning is white space or a placeholder");
        }
    }
}
