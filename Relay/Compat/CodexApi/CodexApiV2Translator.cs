using System.Text;
using System.Text.Json;
using Relay.Contract;

namespace Relay.Compat.CodexApi;

/// <summary>
/// Translates as the second chat client in codex-api does: a call is identified by its id, else by its index, else it is the last
/// one; calls without a name are ignored, and <c>[DONE]</c> or <c>DONE</c> ends the answer.
/// </summary>
internal sealed class CodexApiV2Translator(ResponseEcho echo) : CodexApiTranslator(echo)
{
    private readonly Dictionary<ulong, Call> _calls = [];
    private readonly List<ulong> _order = [];
    private readonly Dictionary<string, ulong> _indexById = new(StringComparer.Ordinal);
    private ulong _nextIndex;
    private ulong? _lastIndex;

    protected override bool Take(string text, ReadOnlySpan<byte> payload)
    {
        if (IsSentinel(text) || text.Trim() == "DONE")
        {
            WriteEndOfBody();
            return false;
        }

        return string.IsNullOrWhiteSpace(text) || TakeChunk(payload);
    }

    // Output after the completion is not finished, unlike in the first version.
    protected override void WriteEndOfBody()
    {
        if (!IsCompleted)
        {
            FinishItems();
            CompleteOnce();
        }
    }

    protected override void TakeCall(JsonElement call)
    {
        var id = call.Member("id").Text();
        var index = IndexOf(call, id);
        if (!_calls.TryGetValue(index, out var known))
        {
            _calls.Add(index, known = new Call());
            _order.Add(index);
        }

        if (id is not null)
        {
            known.Id ??= id;
            _indexById.TryAdd(id, index);
        }

        known.Name ??= call.Member("function").Member("name").Text() is { Length: > 0 } name ? name : null;
        known.Arguments.Append(call.Member("function").Member("arguments").Text());
        _lastIndex = index;
    }

    protected override void FinishCalls()
    {
        foreach (var index in _order)
        {
            var call = _calls[index];
            if (call.Name is { } name)
            {
                WriteCallDone(name, call.Arguments.ToString(), call.Id ?? $"tool-call-{index}");
            }
        }

        _order.Clear();
        _calls.Clear();
    }

    private ulong IndexOf(JsonElement call, string? id)
    {
        if (id is not null && _indexById.TryGetValue(id, out var known))
        {
            return known;
        }

        return call.Member("index").Index() ?? (id is null ? _lastIndex : null) ?? NewIndex();
    }

    private ulong NewIndex()
    {
        while (_calls.ContainsKey(_nextIndex))
        {
            _nextIndex++;
        }

        return _nextIndex++;
    }

    private sealed class Call
    {
        public string? Id { get; set; }

        public string? Name { get; set; }

        public StringBuilder Arguments { get; } = new();
    }
}
