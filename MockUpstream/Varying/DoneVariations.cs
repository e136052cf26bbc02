using System.Text;
using MockUpstream.Varying.Bodies;

namespace MockUpstream.Varying;

/// <summary>
/// The sentinel in the forms that vendors send. A finish reason before it proves already that the answer is whole, and no chunk follows it.
/// </summary>
internal static class DoneVariations
{
    /// <summary>No space after the colon.</summary>
    public static IReadOnlyList<Change> WithoutSpace(UpstreamBody body) =>
        Of(body, static (_, line) => line.Value == line.Colon + 2 ? new Edit(line.Colon + 1, 1, ReadOnlyMemory<byte>.Empty) : null);

    /// <summary>Twice, as two proxies in a row send it.</summary>
    public static IReadOnlyList<Change> Twice(UpstreamBody body) =>
        Of(body, (frame, _) => frame.IsDispatched ? new Edit(frame.End, 0, body.Bytes[frame.Start..frame.End]) : null);

    /// <summary>In an event of its own name.</summary>
    public static IReadOnlyList<Change> Named(UpstreamBody body) =>
        Of(body, (frame, _) => new Edit(frame.Start, 0, Encoding.ASCII.GetBytes("event: done" + LineVariations.NewlineOf(body, frame))));

    /// <summary>With a space behind it.</summary>
    public static IReadOnlyList<Change> WithSpaceBehind(UpstreamBody body) =>
        Of(body, static (_, line) => new Edit(line.End, 0, " "u8.ToArray()));

    /// <summary>Without brackets.</summary>
    public static IReadOnlyList<Change> WithoutBrackets(UpstreamBody body) =>
        Of(body, static (_, line) => new Edit(line.Value, line.End - line.Value, "DONE"u8.ToArray()));

    /// <summary>Not at all.</summary>
    public static IReadOnlyList<Change> LeftOut(UpstreamBody body) =>
        Of(body, static (frame, _) => new Edit(frame.Start, frame.End - frame.Start, ReadOnlyMemory<byte>.Empty));

    /// <summary>Whether an event is the sentinel.</summary>
    public static bool IsSentinel(UpstreamBody body, BodyFrame frame) =>
        frame.Data is { } data && body.Bytes.Span[data.Value..data.End].SequenceEqual("[DONE]"u8);

    private static IReadOnlyList<Change> Of(UpstreamBody body, Func<BodyFrame, BodyLine, Edit?> edit)
    {
        var frames = body.Frames;
        var at = frames.ToList().FindIndex(frame => IsSentinel(body, frame));
        return at > 0
            && frames.Skip(at + 1).All(static frame => frame.Json is null)
            && frames.Take(at).Any(static frame => frame.Json is { } json && ChunkObjects.Finishes(json))
            && edit(frames[at], frames[at].Data!.Value) is { } made
            ? [new BytesChange([made])]
            : [];
    }
}
