using System.Text;
using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Classifying.Streams;

/// <summary>
/// An answer read once for all detectors: its frames, its chunks, the deltas of its choices and the pieces of its tool calls.
/// </summary>
internal sealed class StreamReading
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    private readonly Lazy<IReadOnlyList<CalledTool>> _calls;

    public StreamReading(UpstreamStream stream)
    {
        Stream = stream;
        HasMark = stream.Body.Span.StartsWith(Mark);
        Whole = VendorJson.Parse(stream.Body.Span[(HasMark ? Mark.Length : 0)..]);
        Frames = FrameCutter.Cut(stream.Body.Span, HasMark ? Mark.Length : 0);
        IsEventStream = !Whole.IsPresent() && Frames.Any(static frame =>
            frame.Lines.Any(static line => line is { HasColon: true, Field: "data" or "event" or "id" or "retry" or "" }));
        Events = IsEventStream
            ? [.. Frames.Select((frame, index) => StreamEvent.Read(stream.Body.Span, frame, index)).OfType<StreamEvent>()]
            : [];
        Deltas = [.. Chunks.SelectMany(ChoiceDelta.Read)];
        _calls = new Lazy<IReadOnlyList<CalledTool>>(() => CalledTool.Gather(Deltas));
    }

    /// <summary>The answer.</summary>
    public UpstreamStream Stream { get; }

    /// <summary>Whether the body begins with a byte order mark.</summary>
    public bool HasMark { get; }

    /// <summary>Whether the body is server-sent events.</summary>
    public bool IsEventStream { get; }

    /// <summary>The whole body as JSON; JSON's absent value when it is not JSON.</summary>
    public JsonElement Whole { get; }

    /// <summary>All frames.</summary>
    public IReadOnlyList<FrameSpan> Frames { get; }

    /// <summary>The frames that have a data field, in order.</summary>
    public IReadOnlyList<StreamEvent> Events { get; }

    /// <summary>The events whose data is a chunk: JSON that is neither an error nor a sentinel.</summary>
    public IEnumerable<StreamEvent> Chunks =>
        Events.Where(static happened => happened.Json.IsObject() && happened.Json.Member("choices").IsArray());

    /// <summary>The choices of all chunks, in order.</summary>
    public IReadOnlyList<ChoiceDelta> Deltas { get; }

    /// <summary>The tool calls that the deltas add up to.</summary>
    public IReadOnlyList<CalledTool> Calls => _calls.Value;

    /// <summary>The first sentinel or a variant of it; <see langword="null"/> without one.</summary>
    public StreamEvent? Sentinel => Events.FirstOrDefault(static happened => happened.IsSentinel);

    /// <summary>The first delta with a finish reason; <see langword="null"/> without one.</summary>
    public ChoiceDelta? Finish => Deltas.FirstOrDefault(static delta => delta.Reason is { Length: > 0 });

    /// <summary>The text of choice 0, with the delta that each piece stands in.</summary>
    public IEnumerable<(ChoiceDelta Delta, string Text)> Texts =>
        from delta in Deltas
        where delta.Index is 0 or null && delta.Delta.Member("content").Text() is { Length: > 0 }
        select (delta, delta.Delta.Member("content").Text()!);

    /// <summary>Whether the answer brought anything that a client sees.</summary>
    public bool HasOutput => Calls.Count > 0 || Deltas.Any(static delta => delta.Brings);

    /// <summary>Returns text of the body for people, from an offset on.</summary>
    public string GetExcerpt(int offset, int most = 80)
    {
        var body = Stream.Body.Span;
        var text = Encoding.UTF8.GetString(body[Math.Min(offset, body.Length)..Math.Min(body.Length, offset + most)]);
        return text.Split('\n', '\r')[0];
    }
}
