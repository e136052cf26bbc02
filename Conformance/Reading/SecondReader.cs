using System.Net.ServerSentEvents;
using System.Runtime.InteropServices;
using System.Text;
using Conformance.Recording;

namespace Conformance.Reading;

/// <summary>
/// Reads the same body with the platform's own parser, so that a fault of <see cref="WireReader"/> is found before a relay is blamed for
/// it.
/// </summary>
/// <remarks>
/// What <see cref="SseParser{T}"/> cannot see is left out of the comparison: comments, cut-off events, <c>id</c> and <c>retry</c>; a
/// missing <c>event:</c> line is its <c>message</c>. After a block without data it keeps that block's <c>event:</c> line, against the
/// rules, so the next event's name counts only when it has a line of its own. Bodies with bytes that are not UTF-8 are not compared: how
/// many U+FFFD stand for them is each decoder's own choice.
/// </remarks>
public static class SecondReader
{
    /// <summary>Holds the second reader's events against the first's.</summary>
    public static ReaderAgreement Compare(RecordedStream recorded, WireStream wire)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(wire);
        if (wire.Notes.Any(note => note.Kind == WireNoteKind.BadUtf8))
        {
            return ReaderAgreement.Agreed;
        }

        var withoutData = new Queue<long>(wire.Notes.Where(note => note.Kind == WireNoteKind.NoData).Select(note => note.Offset));
        var index = 0;
        foreach (var other in Read(recorded.Body))
        {
            if (index == wire.Events.Count)
            {
                return new ReaderAgreement(
                    $"The second reader sees an event {index} that the first does not see: {Show(other.EventType, other.Data)}.");
            }

            var ours = wire.Events[index++];
            var mayInherit = FollowsBlockWithoutData(withoutData, ours);
            var name = ours.Name ?? (mayInherit ? other.EventType : SseParser.EventTypeDefault);
            if (!string.Equals(name, other.EventType, StringComparison.Ordinal)
                || !string.Equals(ours.Data, other.Data, StringComparison.Ordinal))
            {
                return new ReaderAgreement($"Event {ours.Index} is {Show(name, ours.Data)} to the first reader "
                    + $"and {Show(other.EventType, other.Data)} to the second.");
            }
        }

        return index == wire.Events.Count
            ? ReaderAgreement.Agreed
            : new ReaderAgreement($"The first reader sees {wire.Events.Count} events, the second {index}.");
    }

    private static bool FollowsBlockWithoutData(Queue<long> blocks, WireEvent happened)
    {
        var follows = false;
        while (blocks.TryPeek(out var offset) && offset < happened.Offset)
        {
            blocks.Dequeue();
            follows = true;
        }

        return follows;
    }

    private static IEnumerable<SseItem<string>> Read(ReadOnlyMemory<byte> body)
    {
        var bytes = MemoryMarshal.TryGetArray(body, out var segment) ? segment : new ArraySegment<byte>(body.ToArray());
        using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        foreach (var item in SseParser.Create(stream, static (_, utf8) => Encoding.UTF8.GetString(utf8)).Enumerate())
        {
            yield return item;
        }
    }

    private static string Show(string name, string text) =>
        $"“{name}” with {text.Length} characters of data starting “{text[..Math.Min(40, text.Length)]}”";
}
