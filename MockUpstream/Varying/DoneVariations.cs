using System.Text;
using MockUpstream.Varying.Bodies;

namespace MockUpstream.Varying;

/// <summary>
/// The sentinel in the forms that vendors send. A finish reason before it proves already that the answer is whole, and no chunk follows it.
/// </summary>
internal static class DoneVariations
{
    /// <summary>Removes the space after the colon.</summary>
    public static IReadOnlyList<Change> RemoveSpace(ScriptedBody body) =>
        ChangeSentinels(
            body,
            static (_, line) => line.Value == line.Colon + 2 ? new Edit(line.Colon + 1, 1, ReadOnlyMemory<byte>.Empty) : null);

    /// <summary>Sends the sentinel twice, as two proxies in a row do.</summary>
    public static IReadOnlyList<Change> SendTwice(ScriptedBody body) =>
        ChangeSentinels(body, (frame, _) => frame.IsDispatched ? new Edit(frame.End, 0, body.Bytes[frame.Start..frame.End]) : null);

    /// <summary>Sends the sentinel in a named event.</summary>
    public static IReadOnlyList<Change> NameEvent(ScriptedBody body) =>
        ChangeSentinels(
            body,
            (frame, _) => new Edit(frame.Start, 0, Encoding.ASCII.GetBytes("event: done" + LineVariations.NewlineOf(body, frame))));

    /// <summary>Adds a space behind the sentinel.</summary>
    public static IReadOnlyList<Change> AddSpaceBehind(ScriptedBody body) =>
        ChangeSentinels(body, static (_, line) => new Edit(line.End, 0, " "u8.ToArray()));

    /// <summary>Sends the sentinel without brackets.</summary>
    public static IReadOnlyList<Change> RemoveBrackets(ScriptedBody body) =>
        ChangeSentinels(body, static (_, line) => new Edit(line.Value, line.End - line.Value, "DONE"u8.ToArray()));

    /// <summary>Removes the sentinel.</summary>
    public static IReadOnlyList<Change> RemoveSentinel(ScriptedBody body) =>
        ChangeSentinels(body, static (frame, _) => new Edit(frame.Start, frame.End - frame.Start, ReadOnlyMemory<byte>.Empty));

    /// <summary>Returns whether an event is the sentinel.</summary>
    public static bool IsSentinel(ScriptedBody body, BodyFrame frame) =>
        frame.Data is { } data && body.Bytes.Span[data.Value..data.End].SequenceEqual("[DONE]"u8);

    private static IReadOnlyList<Change> ChangeSentinels(ScriptedBody body, Func<BodyFrame, BodyLine, Edit?> edit)
    {
        var frames = body.Frames;
        var at = frames.ToList().FindIndex(frame => IsSentinel(body, frame));
        return at > 0
            && frames.Skip(at + 1).All(static frame => frame.Json is null)
            && frames.Take(at).Any(static frame => frame.Json is { } json && ChunkObjects.HasFinishReason(json))
            && edit(frames[at], frames[at].Data!.Value) is { } made
            ? [new BytesChange([made])]
            : [];
    }
}
