using Conformance.Classifying.Streams;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds how a stream ends: with or without a finish reason, a sentinel and a whole connection.</summary>
internal sealed class StreamEnds : IQuirkDetector
{
    private const int ManyHeartbeats = 3;

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q85", "Q86", "Q87", "Q88", "Q89", "Q131", "Q132", "Q133", "Q153", "Q154"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var stream = reading.Stream;
        if (stream.Ending is StreamEnding.Truncated or StreamEnding.Reset)
        {
            yield return new QuirkSighting("Q154", stream.Body.Length, stream.Ending is StreamEnding.Reset
                ? "the connection is reset"
                : "the connection closes before the body is whole");
        }

        if (stream.Status != 200)
        {
            yield break;
        }

        if (stream.Body.IsEmpty)
        {
            if (stream.Ending is StreamEnding.Clean or StreamEnding.Unknown)
            {
                yield return new QuirkSighting("Q131", 0, "the body is empty");
            }

            yield break;
        }

        foreach (var sighting in reading.IsEventStream ? OfEvents(reading) : Cut(reading))
        {
            yield return sighting;
        }
    }

    private static IEnumerable<QuirkSighting> OfEvents(StreamReading reading)
    {
        var (finish, sentinel, end) = (reading.Finish, reading.Sentinel, reading.Stream.Body.Length);
        if (reading.Events.Count == 0
            && reading.Frames.All(static frame => frame.Lines.All(static line => line is { HasColon: true, Field: "" })))
        {
            yield return new QuirkSighting("Q132", 0, "there are only comments");
            yield break;
        }

        var hasError = reading.Events.Any(static happened => happened.IsError);
        if (sentinel is not null && finish is null && !hasError)
        {
            yield return new QuirkSighting("Q85", sentinel.Offset, "the sentinel comes without a finish reason");
        }
        else if (sentinel is null && finish is not null)
        {
            yield return new QuirkSighting("Q86", finish.Offset, "no sentinel follows the finish reason");
        }
        else if (sentinel is null && !hasError && reading.Stream.Ending is not StreamEnding.Open)
        {
            yield return new QuirkSighting("Q87", end, "the stream ends without a finish reason and without a sentinel");
        }

        if (sentinel is not null
            && (reading.Stream.Ending is StreamEnding.Open || CountHeartbeats(reading, sentinel.Offset) >= ManyHeartbeats))
        {
            yield return new QuirkSighting("Q88", sentinel.Offset, "the connection stays open behind the sentinel");
        }

        if (finish is not null && sentinel is null
            && (reading.Stream.Ending is StreamEnding.Open || CountHeartbeats(reading, finish.Offset) >= ManyHeartbeats))
        {
            yield return new QuirkSighting("Q89", finish.Offset, "the connection stays open behind the finish reason");
        }

        if ((finish is not null || sentinel is not null) && !reading.HasOutput && !hasError && finish?.Reason is not "content_filter")
        {
            yield return new QuirkSighting("Q133", finish?.Offset ?? sentinel!.Offset, "the answer ends without any output");
        }

        foreach (var sighting in Cut(reading))
        {
            yield return sighting;
        }
    }

    private static int CountHeartbeats(StreamReading reading, int offset) =>
        reading.Frames.Count(frame => frame.Start > offset && frame.Lines.All(static line => line.Field.Length == 0));

    private static IEnumerable<QuirkSighting> Cut(StreamReading reading)
    {
        var body = reading.Stream.Body.Span;
        if (reading.IsEventStream && reading.Frames is [.., { IsWhole: false } last])
        {
            var happened = StreamEvent.Read(body, last, reading.Frames.Count - 1);
            if (happened is { IsSentinel: false, Json.ValueKind: System.Text.Json.JsonValueKind.Undefined } && happened.Data.Length > 0)
            {
                return [new QuirkSighting("Q153", last.Start, $"the last event is cut off: {reading.GetExcerpt(last.Start)}")];
            }
        }
        else if (!reading.IsEventStream
            && !reading.Whole.ValueKind.Equals(System.Text.Json.JsonValueKind.Object)
            && body.TrimStart(" \r\n\t"u8) is [(byte)'{', ..]
            && VendorJson.IsCutOff(System.Text.Encoding.UTF8.GetString(body)))
        {
            return [new QuirkSighting("Q153", body.Length, "the JSON body is cut off")];
        }

        return [];
    }
}
