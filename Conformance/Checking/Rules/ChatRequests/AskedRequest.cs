using System.Text.Json;
using Conformance.Reading;
using Conformance.Turns;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The client's request for a response, as far as a chat request must carry it.</summary>
internal sealed class AskedRequest
{
    private static readonly string[] Roles = ["user", "assistant", "system", "developer"];

    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);

    private AskedRequest(JsonElement body)
    {
        Body = body;
        Items = body.Member("input").Elements();
        HasHistory = body.Member("previous_response_id").HasValue() || body.Member("conversation").HasValue()
            || Items.Any(item => item.Member("type").Text() == "item_reference");
        _answered.UnionWith(Items.Where(IsOutput).Select(item => item.Member("call_id").Text()).OfType<string>());
        Calls = [.. Items.Select(Call).OfType<AskedCall>()];
        Texts = [.. ReadTexts().Where(text => text.Text.Length > 0)];
        Tools = [.. ReadTools(body.Member("tools"), null, "tools"), .. Items.SelectMany((item, index) =>
            item.Member("type").Text() is "additional_tools" or "tool_search_output"
                ? ReadTools(item.Member("tools"), null, $"input[{index}].tools")
                : [])];
    }

    /// <summary>The whole body.</summary>
    public JsonElement Body { get; }

    /// <summary>The items of a list; none when the input is text.</summary>
    public IReadOnlyList<JsonElement> Items { get; }

    /// <summary>Whether the conversation began in an earlier request.</summary>
    public bool HasHistory { get; }

    /// <summary>Whether the relay may drop input that does not fit (<c>truncation: auto</c>).</summary>
    public bool Truncates => Body.Member("truncation").Text() == "auto";

    /// <summary>The instructions without white space around them; empty when there are none.</summary>
    public string Instructions => Body.Member("instructions").Text()?.Trim() ?? "";

    /// <summary>All texts in order, instructions first.</summary>
    public IReadOnlyList<AskedText> Texts { get; }

    /// <summary>All calls of functions and custom tools in order.</summary>
    public IReadOnlyList<AskedCall> Calls { get; }

    /// <summary>All functions and custom tools, those of namespaces among them.</summary>
    public IReadOnlyList<AskedTool> Tools { get; }

    /// <summary>Whether there are tools that the server is to run, or of types that chat has no form for.</summary>
    public bool HasOtherTools =>
        Body.Member("tools").Elements().Any(tool => tool.Member("type").Text() is not ("function" or "custom" or "namespace"));

    /// <summary>Whether the client asks for a compaction: the upstream then writes a summary, without tools and as plain text.</summary>
    public bool IsCompaction => Items is [.., var last] && last.Member("type").Text() == "compaction_trigger";

    /// <summary>The form that the client wants the text in: the last one that an item sets, else the request's.</summary>
    public JsonElement TextFormat => Items
        .Where(item => item.Member("type").Text() == "configuration_update")
        .Select(item => item.Member("text").Member("format"))
        .LastOrDefault(format => format.IsObject()) is { ValueKind: JsonValueKind.Object } changed
            ? changed
            : Body.Member("text").Member("format");

    /// <summary>The number of images in messages and outputs.</summary>
    public int Images => Items.Sum(item => Parts(item).Count(part => part.Member("type").Text() == "input_image"));

    /// <summary>The request of a turn; <see langword="null"/> when it was none for a response.</summary>
    public static AskedRequest? TryRead(RecordedTurn turn)
    {
        var words = turn.RequestLine.Split(' ');
        var isOne = words is ["POST", var path] && path.Split('?')[0].EndsWith("/responses", StringComparison.Ordinal)
            && turn.Request.IsObject();
        return isOne && StrictJson.Read(turn.Request.GetRawText()).Json is { } body ? new AskedRequest(body) : null;
    }

    /// <summary>A member's value where it is neither absent nor null.</summary>
    public JsonElement GetValue(string name) => Body.Member(name) is var value && value.HasValue() ? value : default;

    /// <summary>Whether the request has an output for the call.</summary>
    public bool IsAnswered(AskedCall call) => call.Ids.Any(_answered.Contains);

    /// <summary>Whether the request has the call that an id names; with a history any may have been in it.</summary>
    public bool HasCall(string id) =>
        HasHistory || Items.Any(item => !IsOutput(item) && (item.Member("call_id").Text() == id || item.Member("id").Text() == id));

    /// <summary>Whether the request has an output that names the id.</summary>
    public bool HasOutput(string id) => _answered.Contains(id);

    private static bool IsOutput(JsonElement item) => item.Member("type").Text()?.EndsWith("_output", StringComparison.Ordinal) ?? false;

    private static IEnumerable<JsonElement> Parts(JsonElement item) =>
        [.. item.Member("content").Elements(), .. item.Member("output").Elements()];

    private static AskedCall? Call(JsonElement item, int index)
    {
        var type = item.Member("type").Text();
        if (type is not ("function_call" or "custom_tool_call"))
        {
            return null;
        }

        var custom = type == "custom_tool_call";
        IEnumerable<string?> ids = [item.Member("call_id").Text(), item.Member("id").Text()];
        return new AskedCall(
            [.. ids.OfType<string>().Where(id => id.Length > 0)], item.Member("name").Text() ?? "", item.Member("namespace").Text(),
            item.Member(custom ? "input" : "arguments").Text() ?? "", custom, $"input[{index}]");
    }

    private IEnumerable<AskedText> ReadTexts()
    {
        if (Body.Member("instructions").Text() is { } instructions)
        {
            yield return new AskedText("system", instructions.Trim(), "instructions");
        }

        if (Body.Member("input").Text() is { } text)
        {
            yield return new AskedText("user", text.Trim(), "input");
        }

        var told = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < Items.Count; index++)
        {
            foreach (var one in ReadTexts(Items[index], $"input[{index}]", told))
            {
                yield return one;
            }
        }
    }

    private IEnumerable<AskedText> ReadTexts(JsonElement item, string path, HashSet<string> told)
    {
        switch (item.Member("type").Text() ?? "message")
        {
            case "message" when item.Member("role").Text() is { } role && Roles.Contains(role):
                return ReadContent(item.Member("content"), role == "developer" ? "system" : role, path + ".content");
            case "function_call_output" or "custom_tool_call_output":
                var id = item.Member("call_id").Text() ?? "";
                // An output that the client repeats is required only once.
                return told.Add(id + item.Member("output").Shown())
                    ? ReadContent(item.Member("output"), "tool", path + ".output").Select(text => text with { IsOrphan = !HasCall(id) })
                    : [];
            default:
                return [];
        }
    }

    private static IEnumerable<AskedText> ReadContent(JsonElement content, string role, string path)
    {
        if (content.Text() is { } text)
        {
            return [new AskedText(role, text.Trim(), path)];
        }

        return content.Elements().Select((part, index) => new AskedText(
            role, (part.Member("text").Text() ?? part.Member("refusal").Text() ?? "").Trim(), $"{path}[{index}]"));
    }

    private static IEnumerable<AskedTool> ReadTools(JsonElement tools, string? inside, string path) =>
        tools.Elements().SelectMany((tool, index) => tool.Member("type").Text() switch
        {
            "function" or "custom" => [new AskedTool(tool, inside, $"{path}[{index}]")],
            "namespace" => ReadTools(tool.Member("tools"), tool.Member("name").Text() ?? "", $"{path}[{index}].tools"),
            _ => Enumerable.Empty<AskedTool>(),
        });
}
