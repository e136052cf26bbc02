using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds messages beside or in place of deltas.</summary>
internal sealed class WholeMessages : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q55", "Q56", "Q68"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var messages = reading.Deltas.Where(static delta => delta.Message.IsObject()).ToList();
        foreach (var delta in messages.Where(static delta => delta.Delta.IsObject() && delta.HasText))
        {
            yield return new QuirkSighting("Q55", delta.Offset, "a message stands beside the delta");
        }

        if (messages.FirstOrDefault(static delta => delta.Message.Member("content").Text() is { Length: > 0 }
            && !delta.HasText) is { } whole)
        {
            yield return new QuirkSighting("Q56", whole.Offset, "a chunk has the whole message");
        }

        if (messages.FirstOrDefault(static delta => delta.Message.Member("reasoning_content").HasValue()
            || delta.Message.Member("reasoning").HasValue()) is { } thought)
        {
            yield return new QuirkSighting("Q68", thought.Offset, "a message of a chunk has reasoning");
        }
    }
}
