using System.Text;
using Relay.ChatCompletions;
using Relay.Json;

namespace Relay.Translating.Items;

/// <summary>Collects the sources of an answer until their text is closed. Each is kept once (Q61).</summary>
internal sealed class PendingAnnotations
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private List<byte[]> _pending = [];
    private byte[] _last = [];

    public bool HasAny => _pending.Count > 0;

    public void Add(JsonSlice citations, ReadOnlySpan<byte> payload)
    {
        // Some vendors repeat the whole list in every chunk.
        if (!citations.IsArray || citations.In(payload).SequenceEqual(_last))
        {
            return;
        }

        _last = citations.In(payload).ToArray();
        foreach (var annotation in CitationReader.Read(citations, payload))
        {
            if (_seen.Add(Encoding.UTF8.GetString(annotation)))
            {
                _pending.Add(annotation);
            }
        }
    }

    public List<byte[]> TakeAll()
    {
        var taken = _pending;
        _pending = [];
        return taken;
    }
}
