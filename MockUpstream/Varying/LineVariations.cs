using System.Text;
using MockUpstream.Varying.Bodies;

namespace MockUpstream.Varying;

/// <summary>Changes to the lines of an event stream that its rules declare equal.</summary>
internal static class LineVariations
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>Changes the line ends, event by event: within an event all are equal, or a lone CR would join the LF behind it.</summary>
    public static IReadOnlyList<Change> ChangeNewlines(ScriptedBody body, string newline)
    {
        var wanted = Encoding.ASCII.GetBytes(newline);
        return [.. body.Frames.Select(frame => ChangeNewlines(body, frame, wanted)).OfType<Change>()];
    }

    /// <summary>Returns a byte order mark before the first byte.</summary>
    public static IReadOnlyList<Change> AddByteOrderMark(ScriptedBody body) =>
        body.Bytes.Span.StartsWith(ByteOrderMark) ? [] : [new BytesChange([new Edit(0, 0, ByteOrderMark)])];

    /// <summary>Returns a comment before each event: in turn inside it, and by itself with a blank line.</summary>
    public static IReadOnlyList<Change> AddComments(ScriptedBody body) =>
        [.. body.Frames.Select((frame, index) =>
            Insert(
                frame.Start,
                index % 2 == 0 ? ": vary" + NewlineOf(body, frame) : ": vary" + NewlineOf(body, frame) + NewlineOf(body, frame)))];

    /// <summary>Removes the space after the colon. A value that itself begins with a space retains both.</summary>
    public static IReadOnlyList<Change> RemoveSpaces(ScriptedBody body) =>
    [
        .. body.Frames.SelectMany(static frame => frame.Lines)
            .Where(line =>
                line.Colon >= 0 && line.Value == line.Colon + 2 && (line.Value == line.End || body.Bytes.Span[line.Value] != (byte)' '))
            .Select(static line => new BytesChange([new Edit(line.Colon + 1, 1, ReadOnlyMemory<byte>.Empty)])),
    ];

    /// <summary>Returns the JSON of each event over several data lines, broken between its members.</summary>
    public static IReadOnlyList<Change> MultiLine(ScriptedBody body) =>
    [
        .. from frame in body.Frames
           where frame.Json is not null // What follows takes it.
           from change in ChunkObjects
               .Find(frame.Json!)
               .Where(static part => part.Part is ChunkPart.Chunk or ChunkPart.Choice)
               .SelectMany(static part => part.Object.Members)
               .OrderBy(static member => member.Start).Select(member => Insert(member.Start, NewlineOf(body, frame) + "data: "))
           select change,
    ];

    /// <summary>Returns a field that the rules of event streams do not define, before each event.</summary>
    public static IEnumerable<Change> UnknownFields(ScriptedBody body) =>
        body.Frames.Select(frame => Insert(frame.Start, "x-vary: 1" + NewlineOf(body, frame)));

    /// <summary>Returns an insertion.</summary>
    public static Change Insert(int offset, string text) => new BytesChange([new Edit(offset, 0, Encoding.UTF8.GetBytes(text))]);

    /// <summary>Returns the line end that the first line of an event has.</summary>
    public static string NewlineOf(ScriptedBody body, BodyFrame frame)
    {
        var line = frame.Lines[0];
        return line.Next > line.End ? Encoding.ASCII.GetString(body.Bytes.Span[line.End..line.Next]) : "\n";
    }

    private static BytesChange? ChangeNewlines(ScriptedBody body, BodyFrame frame, byte[] wanted)
    {
        var edits = frame.Lines
            .Where(line => line.Next > line.End && !body.Bytes.Span[line.End..line.Next].SequenceEqual(wanted))
            .Select(line => new Edit(line.End, line.Next - line.End, wanted)).ToList();
        return edits.Count == 0 ? null : new BytesChange(edits);
    }
}
