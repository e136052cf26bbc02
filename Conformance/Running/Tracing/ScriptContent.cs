using System.Text.Json;
using System.Text.Unicode;
using Conformance.Reading;
using MockUpstream.Contract;

namespace Conformance.Running.Tracing;

/// <summary>The content of the upstream's streams as it was sent: each piece with the write that completed it.</summary>
/// <remarks>
/// Read from the bytes and not from the script's steps, so that a step that is cut into many writes is followed too. Chunks of any other
/// shape hold no content here.
/// </remarks>
internal sealed class ScriptContent
{
    public const string Text = "text";
    public const string Refusal = "refusal";
    public const string Reasoning = "reasoning";

    private readonly Dictionary<string, List<ContentPiece>> _channels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ContentPiece>> _calls = new(StringComparer.Ordinal);
    private readonly List<ContentPiece> _names = [];
    private string _call = "";

    /// <summary>The arguments of each tool call.</summary>
    public IEnumerable<IReadOnlyList<ContentPiece>> Calls => _calls.Values;

    /// <summary>The names of tool calls, in order.</summary>
    public IReadOnlyList<ContentPiece> Names => _names;

    /// <summary>The content of one kind, in order.</summary>
    public IReadOnlyList<ContentPiece> GetChannel(string name) => _channels.GetValueOrDefault(name) ?? [];

    /// <summary>Reads the last answer that has content. Earlier answers were refused or retried.</summary>
    public static ScriptContent Create(UpstreamRecord upstream)
    {
        foreach (var exchange in upstream.Exchanges.Reverse())
        {
            var content = new ScriptContent();
            content.Read(exchange.Writes);
            if (content._channels.Count + content._calls.Count + content._names.Count > 0)
            {
                return content;
            }
        }

        return new ScriptContent();
    }

    private void Read(IReadOnlyList<SentWrite> writes)
    {
        var line = new List<byte>();
        SentWrite? last = null;
        foreach (var write in writes)
        {
            foreach (var next in write.Bytes.Span)
            {
                if (next is (byte)'\n' or (byte)'\r')
                {
                    ReadLine(line, last);
                }
                else
                {
                    line.Add(next);
                    // The content is there with the last byte of the line, whichever write brings the line's end.
                    last = write;
                }
            }
        }

        ReadLine(line, last);
    }

    private void ReadLine(List<byte> line, SentWrite? write)
    {
        var text = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(line);
        if (write is not null && text.StartsWith("data:"u8) && text[5..].TrimStart((byte)' ').StartsWith("{"u8) && Utf8.IsValid(text))
        {
            try
            {
                var reader = new Utf8JsonReader(text[5..]);
                ReadChunk(JsonElement.ParseValue(ref reader), write);
            }
            catch (JsonException)
            {
                // The script sends invalid JSON on purpose.
            }
        }

        line.Clear();
    }

    private void ReadChunk(JsonElement chunk, SentWrite write)
    {
        var choice = chunk.Member("choices").Element(0);
        var delta = choice.Member("delta");
        Add(Text, delta.Member("content").Text(), write);
        foreach (var part in delta.Member("content").Elements())
        {
            Add(Text, part.Member("text").Text(), write);
        }

        Add(Refusal, delta.Member("refusal").Text(), write);
        Add(Reasoning, delta.Member("reasoning_content").Text() ?? delta.Member("reasoning").Text(), write);
        foreach (var call in delta.Member("tool_calls").Elements())
        {
            ReadCall(call, write);
        }
    }

    private void ReadCall(JsonElement call, SentWrite write)
    {
        var function = call.Member("function");
        var key = call.Member("index").Shown() + (call.Member("index").IsPresent() ? "" : call.Member("id").Text());
        _call = call.Member("index").IsPresent() || call.Member("id").Text() is { Length: > 0 } ? key : _call;
        if (function.Member("name").Text() is { Length: > 0 } name)
        {
            _names.Add(new ContentPiece(name, write));
        }

        if (function.Member("arguments").Text() is { Length: > 0 } arguments)
        {
            Piece(_calls, _call, arguments, write);
        }
    }

    private void Add(string channel, string? text, SentWrite write)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Piece(_channels, channel, text, write);
        }
    }

    private static void Piece(Dictionary<string, List<ContentPiece>> lists, string key, string text, SentWrite write)
    {
        if (!lists.TryGetValue(key, out var pieces))
        {
            lists[key] = pieces = [];
        }

        pieces.Add(new ContentPiece(text, write));
    }
}

/// <summary>A piece of content with the write that completed it.</summary>
internal sealed record ContentPiece(string Text, SentWrite Write);
