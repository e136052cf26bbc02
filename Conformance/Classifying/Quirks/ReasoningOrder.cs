using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds where reasoning stands relative to the role and the text.</summary>
internal sealed class ReasoningOrder : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q78", "Q79", "Q80"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var hadRole = false;
        var hadText = false;
        var hadReasoning = false;
        foreach (var delta in reading.Deltas.Where(static delta => delta.Index is 0 or null))
        {
            var thinks = delta.Reasoning is { Length: > 0 };
            hadRole |= delta.Delta.Member("role").Text() is { Length: > 0 };
            if (thinks && !hadRole && !hadReasoning && !hadText)
            {
                yield return new QuirkSighting("Q78", delta.Offset, "reasoning comes before any role");
            }

            if (thinks && delta.HasText)
            {
                yield return new QuirkSighting("Q79", delta.Offset, "a delta has reasoning and content");
            }
            else if (thinks && hadText)
            {
                yield return new QuirkSighting("Q80", delta.Offset, "reasoning goes on behind text");
            }

            hadText |= delta.HasText;
            hadReasoning |= thinks;
        }
    }
}
