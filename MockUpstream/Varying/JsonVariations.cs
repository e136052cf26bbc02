using System.Globalization;
using System.Text;
using System.Text.Json;
using MockUpstream.Varying.Bodies;

namespace MockUpstream.Varying;

/// <summary>Changes the JSON of chunks in ways that JSON declares equal, or that the chat format requires readers to ignore.</summary>
internal static class JsonVariations
{
    /// <summary>The name of the members that are added; the judge takes them out of an answer that hands them on.</summary>
    public const string UnknownMember = "x_vary";

    // The names inside are those that a reader by pattern takes for the chunk's own.
    private const string UnknownValue =
        "{\"content\":\"no\",\"finish_reason\":\"stop\",\"delta\":{\"content\":\"no\"},\"tool_calls\":[],\"usage\":null}";

    // Characters that a reader by pattern looks for.
    private static readonly char[] Escaped = ['{', '}', '[', ']', '<', '>', ':', ',', '/', '"'];

    /// <summary>Members in the reverse order, in the objects that the chat format defines.</summary>
    public static IReadOnlyList<Change> KeyOrder(ScriptedBody body) =>
        [.. body.Frames
            .Select(frame => frame.Json is { } json && ReverseMembers(body, json) is { } edit ? new BytesChange([edit]) : null)
            .OfType<Change>()];

    /// <summary>
    /// Writes strings with other escapes: each character that a reader may search for is escaped, and existing escapes are spelled
    /// differently.
    /// </summary>
    public static IReadOnlyList<Change> EscapeValues(ScriptedBody body) =>
        CreateChanges(body, static (_, value) => value.SelectMany(static part =>
        part.Object.Members
            .Where(static member => member.Value.Kind == JsonValueKind.String)
            .Select(static member => (member.Value.Start + 1, member.Value.End - 1))), EscapesOf);

    /// <summary>Escapes the first character of the names of members.</summary>
    public static IReadOnlyList<Change> EscapeNames(ScriptedBody body) => CreateChanges(
        body,
        static (_, value) =>
            value.SelectMany(static part => part.Object.Members.Select(static member => (member.Start + 1, member.Start + 2))),
        static (bytes, start, end) =>
            bytes[start] is (byte)'\\' or (byte)'"' or >= 0x80 ? [] : [new Edit(start, end - start, EncodeEscape(bytes[start]))]);

    /// <summary>Adds unknown members to each object that the chat format defines, and fields that no event stream has.</summary>
    public static IReadOnlyList<Change> AddUnknownFields(ScriptedBody body) =>
    [
        .. LineVariations.UnknownFields(body)
            .Concat(FindParts(body).Select(static part =>
                LineVariations.Insert(
                    part.Object.End - 1,
                    (part.Object.Members.Count == 0 ? "" : ",") + $"\"{UnknownMember}\":{UnknownValue}")))
            .OrderBy(static change => change.Offset),
    ];

    private static IEnumerable<(ChunkPart Part, JsonSpan Object)> FindParts(ScriptedBody body) =>
        // Filtered one line above.
        body.Frames.Where(static frame => frame.Json is not null).SelectMany(static frame => ChunkObjects.Find(frame.Json!));

    /// <summary>Returns one change for each place that a selector gives, in the order of the places.</summary>
    private static IReadOnlyList<Change> CreateChanges(
        ScriptedBody body,
        Func<ScriptedBody, IEnumerable<(ChunkPart Part, JsonSpan Object)>, IEnumerable<(int Start, int End)>> places,
        EditsOf edits)
    {
        List<Change> changes = [];
        foreach (var (start, end) in places(body, FindParts(body)).OrderBy(static place => place.Start))
        {
            if (edits(body.Bytes.Span, start, end) is { Count: > 0 } made)
            {
                changes.Add(new BytesChange(made));
            }
        }

        return changes;
    }

    private static List<Edit> EscapesOf(ReadOnlySpan<byte> bytes, int start, int end)
    {
        List<Edit> edits = [];
        for (var at = start; at < end;)
        {
            var (length, replacement) = Escape(bytes[at..end], isFirst: at == start);
            if (replacement is not null)
            {
                edits.Add(new Edit(at, length, replacement));
            }

            at += length;
        }

        return edits;
    }

    /// <summary>
    /// Returns the number of bytes of the first character, and its other spelling; <see langword="null"/> to leave it unchanged.
    /// </summary>
    private static (int Length, byte[]? Replacement) Escape(ReadOnlySpan<byte> bytes, bool isFirst)
    {
        if (bytes[0] == (byte)'\\')
        {
            return bytes[1] == (byte)'u' ? (6, OtherCase(bytes[..6])) : (2, EncodeEscape(Unescape(bytes[1])));
        }

        Rune.DecodeFromUtf8(bytes, out var rune, out var length);
        if (!rune.IsAscii)
        {
            return rune == Rune.ReplacementChar
                ? (length, null)
                : (length, Encoding.ASCII.GetBytes(string.Concat(rune.ToString().Select(static half => FormatEscape(half)))));
        }

        return (1, isFirst || Escaped.Contains((char)rune.Value) ? EncodeEscape(bytes[0]) : null);
    }

    private static byte Unescape(byte escape) => escape switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => escape,
    };

    private static byte[]? OtherCase(ReadOnlySpan<byte> escape)
    {
        var digits = Encoding.ASCII.GetString(escape[2..]);
        var other = digits.Any(char.IsAsciiLetterLower) ? digits.ToUpperInvariant() : digits.ToLowerInvariant();
        return digits.Any(char.IsAsciiLetter) ? Encoding.ASCII.GetBytes("\\u" + other) : null;
    }

    private static byte[] EncodeEscape(byte character) => Encoding.ASCII.GetBytes(FormatEscape((char)character));

    private static string FormatEscape(char character) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");

    private static Edit? ReverseMembers(ScriptedBody body, JsonSpan json)
    {
        var parts = ChunkObjects
            .Find(json)
            .Where(static part => part.Object.Members.Count > 1 && MayBeReversed(part.Part, part.Object))
            .Select(static part => part.Object)
            .ToHashSet<JsonSpan>(ReferenceEqualityComparer.Instance);
        if (parts.Count == 0)
        {
            return null;
        }

        using var made = new MemoryStream();
        Write(made, body.Bytes.Span, json, parts);
        return new Edit(json.Start, json.End - json.Start, made.ToArray());
    }

    /// <summary>Returns whether the members may be reversed. Content of two kinds in one delta has a fixed order.</summary>
    private static bool MayBeReversed(ChunkPart part, JsonSpan value) =>
        part != ChunkPart.Delta
            || value.Members.Count(static member => member.Name != "role" && member.Value.Kind != JsonValueKind.Null) <= 1;

    private static void Write(MemoryStream made, ReadOnlySpan<byte> bytes, JsonSpan value, HashSet<JsonSpan> reversed)
    {
        if (value is { Members.Count: 0, Elements.Count: 0 })
        {
            made.Write(bytes[value.Start..value.End]);
            return;
        }

        var isReversed = reversed.Contains(value);
        made.WriteByte(value.IsObject ? (byte)'{' : (byte)'[');
        var first = true;
        foreach (var member in isReversed ? value.Members.Reverse() : value.Members)
        {
            WriteComma(made, ref first);
            made.Write(bytes[member.Start..member.Value.Start]);
            Write(made, bytes, member.Value, reversed);
        }

        foreach (var element in value.Elements)
        {
            WriteComma(made, ref first);
            Write(made, bytes, element, reversed);
        }

        made.WriteByte(value.IsObject ? (byte)'}' : (byte)']');
    }

    private static void WriteComma(MemoryStream made, ref bool first)
    {
        if (!first)
        {
            made.WriteByte((byte)',');
        }

        first = false;
    }

    private delegate List<Edit> EditsOf(ReadOnlySpan<byte> bytes, int start, int end);
}
