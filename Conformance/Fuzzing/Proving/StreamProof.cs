using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using MockUpstream.Compiling;
using Scenarios.Model;

namespace Conformance.Fuzzing.Proving;

/// <summary>Reads the bytes of a script as a stream of server-sent events, and collects what they prove.</summary>
internal static class StreamProof
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the bytes that the script of an exchange sends.</summary>
    public static UpstreamProof Read(Exchange exchange)
    {
        var script = ScriptCompiler.Compile(exchange, "m");
        var bytes = script.Pieces.OfType<WritePiece>().SelectMany(static write => write.Bytes.ToArray()).ToArray();
        var chunks = new ChunkProof();
        var isTerminated = Read(bytes, chunks);
        var end = script.Pieces.OfType<ClosePiece>().LastOrDefault()?.Kind ?? CloseKind.Clean;
        return chunks.Conclude(isTerminated, end) with { HasVisibleEnd = end != CloseKind.Never || chunks.HasSentinel };
    }

    /// <returns>Whether the last event had its blank line.</returns>
    private static bool Read(byte[] bytes, ChunkProof chunks)
    {
        ReadOnlySpan<byte> rest = bytes;
        if (rest.StartsWith(ByteOrderMark))
        {
            rest = rest[ByteOrderMark.Length..];
        }

        List<byte[]> data = [];
        var name = "";
        while (!rest.IsEmpty && !chunks.HasSentinel)
        {
            var length = rest.IndexOfAny((byte)'\n', (byte)'\r');
            if (length < 0)
            {
                TakeLine(rest, data, ref name, chunks);
                break;
            }

            TakeLine(rest[..length], data, ref name, chunks);
            rest = rest[(rest[length..].StartsWith("\r\n"u8) ? length + 2 : length + 1)..];
        }

        if (data.Count == 0 || chunks.HasSentinel)
        {
            return true;
        }

        chunks.BeginTail();
        AddEvent(data, name, chunks);
        return false;
    }

    private static void TakeLine(ReadOnlySpan<byte> line, List<byte[]> data, ref string name, ChunkProof chunks)
    {
        if (line.IsEmpty)
        {
            AddEvent(data, name, chunks);
            data.Clear();
            name = "";
            return;
        }

        var colon = line.IndexOf((byte)':');
        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? [] : line[(colon + 1)..];
        value = value.StartsWith(" "u8) ? value[1..] : value;
        if (field.SequenceEqual("data"u8))
        {
            data.Add(value.ToArray());
        }
        else if (field.SequenceEqual("event"u8))
        {
            name = Encoding.UTF8.GetString(value);
        }
        else if (!field.IsEmpty && !field.SequenceEqual("id"u8) && !field.SequenceEqual("retry"u8))
        {
            chunks.NoteOddLine(mayBeData: line.IndexOf("data"u8) >= 0);
        }
    }

    private static void AddEvent(List<byte[]> data, string name, ChunkProof chunks)
    {
        if (data.Count == 0)
        {
            return;
        }

        var payload = data.Count == 1
            ? data[0]
            : [.. data.SkipLast(1).SelectMany(static line => (byte[])[.. line, (byte)'\n']), .. data[^1]];
        if (payload.AsSpan().Trim(" \n"u8) is var word && (word.SequenceEqual("[DONE]"u8) || word.SequenceEqual("DONE"u8)))
        {
            if (data.Count > 1)
            {
                // Some readers look at each line, others at the whole.
                chunks.NoteOddLine(mayBeData: false);
            }

            chunks.TakeSentinel(isExact: payload.AsSpan().SequenceEqual("[DONE]"u8));
        }
        else if (payload.Length == 0)
        {
            // An event without data is none.
        }
        else if (name == "error")
        {
            chunks.NoteError();
        }
        else if (!Utf8.IsValid(payload) || ParseJson(payload) is not { } json)
        {
            chunks.NoteUnreadable(payload.AsSpan().ContainsAny("{}\":"u8));
        }
        else
        {
            chunks.AddChunk(json);
        }
    }

    private static JsonElement? ParseJson(byte[] payload)
    {
        try
        {
            return JsonElement.Parse(payload, new JsonDocumentOptions { MaxDepth = 512 });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
