using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Conformance.Reading;
using MockUpstream.Contract;

namespace Conformance.Checking.Rules;

/// <summary>
/// The content of the upstream's answer in a turn, as far as rules need it. Read leniently, because the upstream is not judged.
/// </summary>
internal sealed class UpstreamAnswer
{
    private static readonly ConditionalWeakTable<UpstreamRecord, UpstreamAnswer> Read = [];

    // No index of a tool call.
    private const long OfFunctionCall = -1;
    private const long OfCallWithoutIndex = -2;

    private readonly HashSet<string> _arguments = new(StringComparer.Ordinal);

    // For answers with a piece without an index, which may belong to any call.
    private readonly List<(IReadOnlyList<string> Pieces, bool IsFinished)> _unassigned = [];

    private UpstreamAnswer(UpstreamRecord record)
    {
        WasAsked = record.Exchanges.Count > 0;
        foreach (var exchange in record.Exchanges)
        {
            Gather(exchange);
        }
    }

    /// <summary>Whether any request reached the upstream.</summary>
    public bool WasAsked { get; }

    /// <summary>Whether it sent a count of tokens.</summary>
    public bool SentUsage { get; private set; }

    public static UpstreamAnswer Create(UpstreamRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return Read.GetValue(record, static key => new UpstreamAnswer(key));
    }

    /// <summary>
    /// Whether a call had exactly this text as its arguments, and the text was finished: by a finish reason, or because it is whole. An
    /// empty text is never the model's own: no arguments are <c>{}</c>.
    /// Where a piece did not say its index, any pieces in their order may be one call's.
    /// </summary>
    public bool SentArguments(string text) =>
        text.Length > 0 && (_arguments.Contains(text)
            || _unassigned.Any(answer => (answer.IsFinished || StrictJson.Read(text).Json is not null) && IsMadeOf(answer.Pieces, text)));

    /// <summary>Whether some of the pieces, in their order, make up the text. Behind whole arguments another call's begin.</summary>
    private static bool IsMadeOf(IReadOnlyList<string> pieces, string text)
    {
        var lengths = new SortedSet<int> { 0 };
        foreach (var piece in pieces)
        {
            foreach (var length in lengths.ToList())
            {
                if (string.CompareOrdinal(text, length, piece, 0, piece.Length) == 0 && length + piece.Length <= text.Length
                    && !IsWhole(text[..length]))
                {
                    lengths.Add(length + piece.Length);
                }
            }
        }

        return lengths.Contains(text.Length);
    }

    private static bool IsWhole(string text) => text is [.., '}' or ']' or '"'] && StrictJson.Read(text).Json is not null;

    private void Gather(ExchangeRecord exchange)
    {
        var body = Encoding.UTF8.GetString([.. exchange.Writes.SelectMany(write => write.Bytes.ToArray())]).TrimStart('\uFEFF');
        var calls = new Dictionary<(long Choice, long Call), StringBuilder>();
        var ids = new Dictionary<(long Choice, long Call), string>();
        var all = new List<StringBuilder>();
        var pieces = new List<string>();
        var isFinished = false;
        var isAssigned = true;
        foreach (var chunk in Chunks(body))
        {
            SentUsage |= chunk.Member("usage") is { ValueKind: JsonValueKind.Object } usage
                && (usage.Member("prompt_tokens").Integer() ?? usage.Member("input_tokens").Integer()) is not null;
            foreach (var choice in chunk.Member("choices").Elements())
            {
                isFinished |= choice.Member("finish_reason").Text() is "tool_calls" or "function_call" or "stop" or "end_turn" or "eos";
                GatherCalls(choice, calls, ids, all);
                foreach (var call in Message(choice).Member("tool_calls").Elements())
                {
                    isAssigned &= call.Member("index").Integer() is not null;
                    if (Arguments(call) is { Length: > 0 } piece)
                    {
                        pieces.Add(piece);
                    }
                }
            }
        }

        if (!isAssigned)
        {
            _unassigned.Add((pieces, isFinished));
        }

        if (isFinished)
        {
            _arguments.UnionWith(all.Select(text => text.ToString()));
        }
        else
        {
            // A complete value was not truncated, however the answer ended.
            _arguments.UnionWith(all.Select(text => text.ToString()).Where(static text => StrictJson.Read(text).Json is not null));
        }
    }

    /// <summary>The data of an event stream, or the one body.</summary>
    private static IEnumerable<JsonElement> Chunks(string body)
    {
        if (StrictJson.Read(body).Json is { } whole)
        {
            yield return whole;
            yield break;
        }

        foreach (var line in body.Split('\n', '\r').Where(line => line.StartsWith("data:", StringComparison.Ordinal)))
        {
            var text = line["data:".Length..].Trim();
            if (text == "[DONE]")
            {
                yield break;
            }

            if (StrictJson.Read(text).Json is { } chunk)
            {
                yield return chunk;
            }
        }
    }

    private static JsonElement Message(JsonElement choice) =>
        choice.Member("delta").IsObject() ? choice.Member("delta") : choice.Member("message");

    private static string Arguments(JsonElement call) =>
        call.Member("function").Member("arguments").Text() ?? call.Member("custom").Member("input").Text() ?? "";

    private void GatherCalls(
        JsonElement choice, Dictionary<(long, long), StringBuilder> calls, Dictionary<(long, long), string> ids, List<StringBuilder> all)
    {
        var message = Message(choice);
        foreach (var call in message.Member("tool_calls").Elements())
        {
            var at = choice.Member("index").Integer() ?? 0;
            var index = call.Member("index").Integer();
            var key = (at, index ?? 0);
            var id = call.Member("id").Text() ?? "";
            var isNamed = call.Member("function").Member("name").Text() is { Length: > 0 };
            if (id.Length == 0 && !isNamed && !calls.ContainsKey(key) && calls.TryGetValue((at, OfCallWithoutIndex), out var begun))
            {
                // Another piece of a call whose first piece has no index.
                calls[key] = begun;
            }

            var opens = !calls.TryGetValue(key, out var known) || (id.Length > 0 && ids.GetValueOrDefault(key) is { Length: > 0 } before
                && before != id)
                || (isNamed && StrictJson.Read(known.ToString()).Json is not null);
            if (opens)
            {
                calls[key] = new StringBuilder();
                all.Add(calls[key]);
                if (index is null)
                {
                    calls[(at, OfCallWithoutIndex)] = calls[key];
                }
            }

            if (opens || id.Length > 0)
            {
                ids[key] = id;
            }

            var arguments = calls[key].Append(Arguments(call));
            if (arguments.Length > 1
                && arguments[0] is '"' or '['
                && arguments[^1] == (arguments[0] == '[' ? ']' : '"')
                && arguments.ToString() is var whole
                && StrictJson.Read(whole).Json is not null)
            {
                // A repeated value counts once.
                _arguments.Add(whole);
            }
        }

        GatherFunctionCall(choice.Member("index").Integer() ?? 0, message.Member("function_call"), calls, all);
    }

    /// <summary>The deprecated form has neither id nor index; a name begins a call.</summary>
    private static void GatherFunctionCall(
        long choice, JsonElement call, Dictionary<(long, long), StringBuilder> calls, List<StringBuilder> all)
    {
        if (!call.IsObject())
        {
            return;
        }

        var key = (choice, OfFunctionCall);
        if (!calls.TryGetValue(key, out var arguments) || call.Member("name").Text() is { Length: > 0 })
        {
            arguments = calls[key] = new StringBuilder();
            all.Add(arguments);
        }

        arguments.Append(call.Member("arguments").Text());
    }
}
