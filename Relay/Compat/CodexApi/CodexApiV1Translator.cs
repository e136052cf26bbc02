using System.Text;
using System.Text.Json;
using Relay.Contract;

namespace Relay.Compat.CodexApi;

/// <summary>
/// Translates as the first chat client in codex-api does: a call is identified by its id alone, so that a piece without one begins
/// another call, and the sentinel is an unreadable chunk.
/// </summary>
internal sealed class CodexApiV1Translator(ResponseEcho echo) : CodexApiTranslator(echo)
{
    private readonly Dictionary<string, Call> _calls = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    protected override bool Take(string text, ReadOnlySpan<byte> payload) => string.IsNullOrWhiteSpace(text) || TakeChunk(payload);

    protected override void WriteEndOfBody()
    {
        FinishItems();
        CompleteOnce();
    }

    protected override void TakeCall(JsonElement call)
    {
        var id = call.Member("id").Text() ?? $"tool-call-{_order.Count}";
        if (!_calls.TryGetValue(id, out var known))
        {
            _calls.Add(id, known = new Call());
            _order.Add(id);
        }

        known.Name = call.Member("function").Member("name").Text() ?? known.Name;
        known.Arguments.Append(call.Member("function").Member("arguments").Text());
    }

    protected override void FinishCalls()
    {
        foreach (var id in _order)
        {
            WriteCallDone(_calls[id].Name, _calls[id].Arguments.ToString(), id);
        }

        _order.Clear();
        _calls.Clear();
    }

    private sealed class Call
    {
        public string Name { get; set; } = "";

        public StringBuilder Arguments { get; } = new();
    }
}
