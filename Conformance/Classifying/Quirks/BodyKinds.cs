using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds bodies of another kind than the request asked for.</summary>
internal sealed class BodyKinds : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q122", "Q123", "Q124", "Q125", "Q135", "Q156"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var stream = reading.Stream;
        var type = stream.GetHeader("content-type");
        var wantsStream = stream.Request.Member("stream").ValueKind;
        if (stream.Status == 200 && reading.Whole.IsObject() && wantsStream is JsonValueKind.True)
        {
            yield return new QuirkSighting("Q122", 0, "a stream was asked for and a JSON body comes");
        }

        if (reading.IsEventStream && stream.Status == 200 && ((type is not null
            && !type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)) || wantsStream is JsonValueKind.False))
        {
            yield return new QuirkSighting("Q123", 0, $"the content type of the event stream is {type ?? "absent"}");
        }

        var start = stream.Body.Span.TrimStart(" \r\n\t"u8);
        var isPage = start is [(byte)'<', ..] && !reading.IsEventStream;
        if (isPage && stream.Status is 200 or 502 or 503 or 504)
        {
            yield return new QuirkSighting(stream.Status == 200 ? "Q124" : "Q125", 0, $"status {stream.Status} comes with a page of HTML");
        }

        if (stream.Status is >= 300 and < 400)
        {
            yield return new QuirkSighting(
                "Q135", null, $"status {stream.Status} leads to {stream.GetHeader("location") ?? "another address"}");
        }

        if (stream.GetHeader("content-encoding") is { Length: > 0 } coding and not "identity" && reading.IsEventStream)
        {
            yield return new QuirkSighting("Q156", 0, $"the event stream is compressed with {coding}");
        }
    }
}
