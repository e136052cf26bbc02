using System.Text.Json;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Looks for each call of the client's request in the messages of the chat request.</summary>
internal sealed class CallLedger(ChatView chat, AskedRequest asked)
{
    private readonly List<(JsonElement Json, string Path)> _left =
        [.. chat.Messages.SelectMany(message => message.Calls.Select((call, index) => (call, $"{message.Path}.tool_calls[{index}]")))];

    /// <summary>Returns the differences; none when the chat request has every answered call unchanged.</summary>
    /// <param name="find">Makes a finding of member, message, expected, received and severity.</param>
    public IEnumerable<Finding> FindProblems(Func<string, string, string?, string?, Severity?, Finding> find)
    {
        if (asked.Truncates)
        {
            yield break;
        }

        // A call that the client repeats is required only once, and a call without an output may be omitted.
        foreach (var call in asked.Calls.Where(asked.IsAnswered)
            .DistinctBy(call => (string.Join(' ', call.Ids.Take(1)), call.Name, call.Input)))
        {
            var index = Find(call);
            if (index < 0)
            {
                yield return find(
                    "messages",
                    "A call of the client's input is missing from the messages of the chat request.",
                    $"{call.Path}: {call.Name} {call.Input}",
                    "no such call",
                    null);
                continue;
            }

            var (json, path) = _left[index];
            _left.RemoveAt(index);
            if (!IsNamed(json, call))
            {
                yield return find(
                    path,
                    "A call of the client's input has a different name in the chat request.",
                    call.Name,
                    ToolNameMatch.GetName(json),
                    null);
            }
            else if (!HasInput(json, call))
            {
                yield return find(
                    path, "A call of the client's input has different arguments in the chat request.", call.Input, Input(json), null);
            }
        }
    }

    /// <summary>
    /// The call that fits in all; else the one with its id, else the one with its name and arguments, since a relay may give ids of its
    /// own.
    /// </summary>
    private int Find(AskedCall call)
    {
        var exact = _left.FindIndex(one => HasId(one.Json, call) && IsNamed(one.Json, call) && HasInput(one.Json, call));
        exact = exact >= 0 ? exact : _left.FindIndex(one => HasId(one.Json, call));
        return exact >= 0 ? exact : _left.FindIndex(one => IsNamed(one.Json, call) && HasInput(one.Json, call));
    }

    private static bool HasId(JsonElement json, AskedCall call) =>
        json.Member("id").Text() is { } id && call.Ids.Contains(id, StringComparer.Ordinal);

    private static bool IsNamed(JsonElement json, AskedCall call) =>
        ToolNameMatch.Matches(ToolNameMatch.GetName(json), call.Name, call.Namespace)
        || (call.Namespace is null && ToolNameMatch.Matches(ToolNameMatch.GetName(json), call.Name, ""));

    private static bool HasInput(JsonElement json, AskedCall call)
    {
        var sent = Input(json);
        if (sent == call.Input || (call.Input.Trim().Length == 0 && sent.Trim() is "" or "{}"))
        {
            return true;
        }

        var there = Parse(sent);
        if (call.IsCustom)
        {
            return there is { } shim && Strings(shim).Any(text => text == call.Input);
        }

        // A relay may forward faulty arguments of the model as they are, or repair them. Vendors require an object.
        return Parse(call.Input) is not { ValueKind: JsonValueKind.Object } wanted || (there is { } given && wanted.Same(given));
    }

    private static string Input(JsonElement json) => json.Member("function").Member("arguments").Text()
        ?? json.Member("custom").Member("input").Text()
        ?? json.Member("function").Member("arguments").Shown();

    private static JsonElement? Parse(string text) => Reading.StrictJson.Read(text).Json;

    private static IEnumerable<string> Strings(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => [json.GetString()!],
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => Strings(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Strings),
        _ => [],
    };
}
