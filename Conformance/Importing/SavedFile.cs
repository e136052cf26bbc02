using System.Text;
using System.Text.Json;
using Conformance.Reading;
using Conformance.Recording;

namespace Conformance.Importing;

/// <summary>
/// Reads the bytes of a saved file: a stream (with or without its HTTP headers), a JSON body, a HAR file, or events as JSON, one a line or
/// in an array.
/// </summary>
public static class SavedFile
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Returns the answers in the file: one, or those of a HAR file.</summary>
    /// <param name="name">The file's name, for people.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="entry">The entry of a HAR file, from 1; <see langword="null"/> for all entries that hold a response.</param>
    /// <exception cref="UnreadableFileException">The bytes hold no answer.</exception>
    public static IReadOnlyList<SavedAnswer> Read(string name, ReadOnlyMemory<byte> bytes, int? entry = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        RefuseForeign(name, bytes.Span);
        if (HttpHead.Read(bytes.Span) is { } head)
        {
            RefuseEntry(name, entry);
            return [WithHead(name, bytes, head)];
        }

        return bytes.Span.StartsWith(ByteOrderMark) ? Read(name, bytes, ByteOrderMark.Length, entry) : Read(name, bytes, 0, entry);
    }

    private static IReadOnlyList<SavedAnswer> Read(string name, ReadOnlyMemory<byte> bytes, int start, int? entry)
    {
        if (!LooksLikeJson(bytes.Span[start..]))
        {
            RefuseEntry(name, entry);
            return [ReadStream(name, bytes, 0, null)];
        }

        var json = SavedJson.Parse(Encoding.UTF8.GetString(bytes.Span[start..]));
        if (json.Member("log").Member("entries").IsArray())
        {
            return HarFile.Read(name, json, entry);
        }

        RefuseEntry(name, entry);
        var events = json.IsArray()
            ? EventLines.OfArray(json)
            : IsEvent(json) || !json.IsPresent() ? EventLines.OfLines(bytes, start) : null;
        return [events is null ? ReadBody(name, bytes, null) : ReadEvents(name, events)];
    }

    /// <summary>Returns whether JSON is an event of a stream and not a response. The <c>type</c> decides.</summary>
    internal static bool IsEvent(JsonElement json) =>
        json.Member("type").Text() is "error" or ['r', 'e', 's', 'p', 'o', 'n', 's', 'e', '.', ..];

    internal static SavedAnswer ReadStream(string name, ReadOnlyMemory<byte> file, int bodyStart, HttpHead? head) => new()
    {
        Name = name,
        Form = SavedForm.Stream,
        Answer = ReadRecorded(head?.Status
            ?? 200, head?.Headers ?? [KeyValuePair.Create("content-type", "text/event-stream")], file[bodyStart..]),
        Lines = new LineIndex(file),
        BodyStart = bodyStart,
    };

    internal static SavedAnswer ReadBody(string name, ReadOnlyMemory<byte> file, HttpHead? head)
    {
        var body = file[(head?.Length ?? 0)..];
        return new SavedAnswer
        {
            Name = name,
            Form = SavedForm.Body,
            // An error object can only have come with the status of an error.
            Answer = ReadRecorded(head?.Status
                ?? (IsErrorBody(body) ? 500 : 200), head?.Headers ?? [KeyValuePair.Create("content-type", "application/json")], body),
            Lines = new LineIndex(file),
            BodyStart = head?.Length ?? 0,
        };
    }

    /// <summary>Returns whether the first byte except white space opens an object or an array.</summary>
    internal static bool LooksLikeJson(ReadOnlySpan<byte> text) => text.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    internal static RecordedStream ReadRecorded(
        int status, IReadOnlyList<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body) => new()
    {
        SentAt = 0,
        HeadersAt = 0,
        Status = status,
        Headers = headers,
        Body = body,
        Reads = [new BodyRead(0, 0, body.Length)],
        End = StreamEnd.Closed,
        EndedAt = 0,
    };

    private static SavedAnswer WithHead(string name, ReadOnlyMemory<byte> bytes, HttpHead head)
    {
        var type = head.GetHeader("content-type");
        var isStream = type?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase)
            ?? (head.Status == 200 && !LooksLikeJson(bytes.Span[head.Length..]));
        var hasEvents = head.Status == 200 && bytes.Span[head.Length..].TrimStart(" \t\r\n"u8) is var body
            && (body.StartsWith("data:"u8) || body.StartsWith("event:"u8));
        return isStream || hasEvents ? ReadStream(name, bytes, head.Length, head) : ReadBody(name, bytes, head);
    }

    private static SavedAnswer ReadEvents(string name, EventLines events) => new()
    {
        Name = name,
        Form = SavedForm.Events,
        Answer = ReadRecorded(200, [KeyValuePair.Create("content-type", "text/event-stream")], events.Framed),
        EventLines = events.Numbers,
    };

    private static bool IsErrorBody(ReadOnlyMemory<byte> body)
    {
        var json = SavedJson.Parse(Encoding.UTF8.GetString(body.Span));
        return json.Member("error").HasValue() && !json.Member("output").IsPresent() && !json.Member("object").IsPresent();
    }

    private static void RefuseForeign(string name, ReadOnlySpan<byte> bytes)
    {
        var problem = bytes switch
        {
            _ when bytes.TrimStart(" \t\r\n"u8).IsEmpty => "is empty: save the answer with `curl -N -o FILE`.",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] =>
                "is UTF-16 text, which PowerShell's `>` writes: save the answer with `curl -N -o FILE`.",
            [0x1F, 0x8B, ..] => "is compressed with gzip: unpack it, or ask curl for `--compressed`.",
            _ => null,
        };
        if (problem is not null)
        {
            throw new UnreadableFileException($"{name} {problem}");
        }
    }

    private static void RefuseEntry(string name, int? entry)
    {
        if (entry is not null)
        {
            throw new UnreadableFileException($"{name} is no HAR file, so it has no entry {entry}: leave --entry out.");
        }
    }
}
