using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds what deltas carry beside text: refusals, citations, probabilities, images and audio.</summary>
internal sealed class SpecialContent : IQuirkDetector
{
    private static readonly string[] Citations = ["annotations", "citations", "search_results"];
    private static readonly string[] Media = ["images", "audio", "image", "image_url"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q60", "Q61", "Q62", "Q63"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        foreach (var delta in reading.Deltas)
        {
            if (delta.Delta.Member("refusal").Text() is { Length: > 0 })
            {
                yield return new QuirkSighting("Q60", delta.Offset, "a delta has a refusal");
            }

            if (Citations.Any(name => delta.Delta.Member(name).HasValue() || delta.Message.Member(name).HasValue()
                || delta.Event.Json.Member(name).HasValue()))
            {
                yield return new QuirkSighting("Q61", delta.Offset, "a chunk has citations");
            }

            if (delta.Choice.Member("logprobs").HasValue())
            {
                yield return new QuirkSighting("Q62", delta.Offset, "a choice has log probabilities");
            }

            if (Media.Any(name => delta.Delta.Member(name).HasValue() || delta.Message.Member(name).HasValue()) || delta.Delta.Member(
                "content").Elements().Any(static part => part.Member("type").Text() is "image_url" or "audio" or "image"))
            {
                yield return new QuirkSighting("Q63", delta.Offset, "a delta has an image or audio");
            }
        }
    }
}
