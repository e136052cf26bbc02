using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds unusual frames: fields, comments, heartbeats, broken JSON and sizes.</summary>
internal sealed class FrameForms : IQuirkDetector
{
    private const int VeryLarge = 64 * 1024;

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q140", "Q141", "Q142", "Q143", "Q144", "Q145", "Q149", "Q150", "Q151", "Q152"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        if (!reading.IsEventStream)
        {
            yield break;
        }

        foreach (var frame in reading.Frames)
        {
            foreach (var sighting in OfFrame(frame))
            {
                yield return sighting;
            }
        }

        foreach (var happened in reading.Events)
        {
            foreach (var sighting in OfEvent(reading, happened))
            {
                yield return sighting;
            }
        }
    }

    private static IEnumerable<QuirkSighting> OfFrame(FrameSpan frame)
    {
        if (frame.Lines.Any(static line => line is { Field: "data", HasColon: true, HasSpace: false } && line.End > line.ValueStart))
        {
            yield return new QuirkSighting("Q140", frame.Start, "no space follows the colon");
        }

        if (frame.Lines.Count(static line => line.Field is "data") > 1)
        {
            yield return new QuirkSighting("Q141", frame.Start, "the data has several lines");
        }

        if (frame.Lines.Any(static line => line.Field is "event" or "id" or "retry"))
        {
            yield return new QuirkSighting("Q142", frame.Start, "a frame has an event, id or retry field");
        }

        if (frame.Lines.Any(static line => line is { HasColon: true, Field: "" }))
        {
            yield return new QuirkSighting("Q143", frame.Start, "a comment stands between the events");
        }

        if (frame.Length > VeryLarge)
        {
            yield return new QuirkSighting("Q151", frame.Start, $"an event has {frame.Length} bytes");
        }
    }

    private static IEnumerable<QuirkSighting> OfEvent(StreamReading reading, StreamEvent happened)
    {
        if (happened.Data.Trim().Length == 0)
        {
            yield return new QuirkSighting("Q144", happened.Offset, "an event has empty data");
        }
        else if (happened.Json.IsObject() && IsHeartbeat(happened))
        {
            yield return new QuirkSighting("Q145", happened.Offset, $"a heartbeat comes as JSON: {JsonPeek.Shorten(happened.Data)}");
        }
        else if (!happened.Frame.IsWhole && (happened.Json.IsPresent() || happened.IsSentinel))
        {
            yield return new QuirkSighting("Q152", happened.Offset, "the last event has no blank line");
        }
        else if (!happened.Json.IsPresent() && !happened.IsSentinel && happened.Frame.IsWhole)
        {
            var isCut = VendorJson.IsCutOff(happened.Data) && happened.Index + 1 < reading.Frames.Count;
            yield return new QuirkSighting(isCut
                ? "Q149"
                : "Q150", happened.Offset, $"the data is not JSON: {JsonPeek.Shorten(happened.Data)}");
        }
    }

    private static bool IsHeartbeat(StreamEvent happened) =>
        happened.Json.Member("type").Text() is "ping" or "heartbeat" or "keepalive" or "keep-alive"
            || (!happened.Json.EnumerateObject().Any() && !happened.IsError);
}
