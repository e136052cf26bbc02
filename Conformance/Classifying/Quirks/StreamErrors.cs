using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds errors inside a stream whose status reports success.</summary>
internal sealed class StreamErrors : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q118", "Q119", "Q120", "Q121"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        if (reading.Stream.Status != 200
            || reading.Events.FirstOrDefault(static happened => happened.IsError || happened.Name is "error") is not { } error)
        {
            yield break;
        }

        yield return new QuirkSighting("Q118", error.Offset, $"an error stands in the stream: {JsonPeek.Shorten(error.Data)}");
        if (error.Name is "error")
        {
            yield return new QuirkSighting("Q119", error.Offset, "the event is named error");
        }

        if (error.Json.Member("choices").IsArray())
        {
            yield return new QuirkSighting("Q120", error.Offset, "an error stands beside choices");
        }

        if (error == reading.Events[0])
        {
            yield return new QuirkSighting("Q121", error.Offset, "the first event is an error");
        }
    }
}
