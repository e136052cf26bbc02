using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The form of each tool.</summary>
internal sealed class ChatToolForm : ChatRule
{
    private static readonly string[] OfResponses =
        ["namespace", "local_shell", "shell", "apply_patch", "computer", "computer_use", "computer_use_preview", "file_search", "image_generation", "tool_search", "mcp", "web_search_preview"];

    // Groq and z.ai have tools of these types; the Responses form of each is told by its other members.
    private static readonly string[] OfBoth = ["web_search", "code_interpreter"];

    private static readonly string[] FlatMembers = ["name", "description", "parameters", "strict", "format"];

    public override CheckInfo Info { get; } = new(
        "chat-tool-form",
        "C16",
        Severity.Error,
        "Each tool of a chat request has chat's form, `{type: function, function: {name, …}}` or `{type: custom, custom: {…}}`, no type that only the Responses API has, and a name of its own; a list of tools is not empty.",
        "OpenAI's chat types (`ChatCompletionToolParam`); 400 `Missing required parameter: 'tools[0].function'`. An empty list is refused by most vendors (partITech/php-mistral#76), a name twice by DeepSeek, Anthropic and Gemini.");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        var tools = chat.Body.Member("tools");
        if (!tools.HasValue())
        {
            return [];
        }

        return !tools.IsArray() || tools.GetArrayLength() == 0
            ? [At("tools", "The tools of the chat request are not a list with tools in it.", "no tools, or at least one", tools.Shown())]
            : [.. chat.Tools.SelectMany((tool, index) => Examine(tool, $"tools[{index}]")), .. Names(chat)];
    }

    private IEnumerable<Finding> Examine(JsonElement tool, string path)
    {
        var type = tool.Member("type").Text();
        if (string.IsNullOrEmpty(type))
        {
            yield return At(path + ".type", "A tool of the chat request has no type.", "function", tool.Shown());
        }
        else if (OfResponses.Contains(type) || type.StartsWith("web_search_preview", StringComparison.Ordinal) || (OfBoth.Contains(type) && IsOfResponses(type, tool)))
        {
            yield return At(path + ".type", $"A tool of the chat request is of the type {type}, which chat vendors do not know.", "function", tool.Shown());
        }

        if (type is not ("function" or "custom"))
        {
            yield break;
        }

        if (string.IsNullOrEmpty(tool.Member(type).Member("name").Text()))
        {
            yield return At($"{path}.{type}", $"A tool of the chat request has no {type} with a name.", $"{type}: {{name: …}}", tool.Shown());
        }

        foreach (var name in FlatMembers.Where(name => tool.Member(name).IsPresent()))
        {
            yield return At($"{path}.{name}", $"A tool of the chat request has its {name} where the Responses API has it.", $"{type}.{name}", tool.Shown());
        }

        var parameters = tool.Member("function").Member("parameters");
        if (parameters.HasValue() && (!parameters.IsObject() || parameters.Member("type") is { ValueKind: JsonValueKind.String } kind && kind.Text() != "object"))
        {
            yield return At($"{path}.function.parameters", "The parameters of a function are not a schema of an object.", "type: object", parameters.Shown());
        }
    }

    private IEnumerable<Finding> Names(ChatView chat)
    {
        var names = chat.Tools.Select(ToolNames.Of).Where(name => name.Length > 0).ToList();
        foreach (var name in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1 && chat.Asked?.Tools.Count(tool => tool.Name == group.Key) is not > 1).Select(group => group.Key))
        {
            yield return At("tools", "Two tools of the chat request have the same name.", "a name of its own", name);
        }

        foreach (var name in names.Where(name => !ToolNames.IsLegal(name) && chat.Asked?.Tools.Any(tool => tool.Name == name) != true))
        {
            yield return At("tools", "A tool of the chat request has a name that OpenAI does not take.", $"letters, digits, _ and -, at most {ToolNames.Longest}", name, Severity.Warning);
        }
    }

    // z.ai wraps the settings in a member named like the type; Groq's tools have no settings at all.
    private static bool IsOfResponses(string type, JsonElement tool) => type == "web_search" ? !tool.Member(type).IsObject() : tool.Member("container").IsPresent();
}
