using System.Text.Json;
using MockUpstream.Json;

namespace MockUpstream.Linting;

/// <summary>The form of each tool.</summary>
public static class ToolLint
{
    private const string Check = "chat-tool-form";

    /// <summary>The longest name that chat vendors take.</summary>
    public const int LongestName = 64;

    private static readonly string[] OfResponses =
        [
            "namespace", "local_shell", "shell", "apply_patch", "computer", "computer_use", "computer_use_preview",
            "file_search", "image_generation", "tool_search", "mcp", "web_search_preview",
        ];

    // Groq and z.ai have tools of these types; the other members show the Responses form of each.
    private static readonly string[] OfBoth = ["web_search", "code_interpreter"];

    private static readonly string[] FlatMembers = ["name", "description", "parameters", "strict", "format"];

    /// <summary>Returns the faults of the list, of each tool, and of their names. For a name, the received value is the name.</summary>
    public static IEnumerable<ChatFault> Examine(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        var tools = chat.Json.Member("tools");
        if (!tools.HasValue())
        {
            return [];
        }

        return !tools.IsArray() || tools.GetArrayLength() == 0
            ? [new ChatFault(
                Check,
                FaultKinds.EmptyTools,
                "tools",
                "The tools of the chat request are not a list with tools in it.",
                "no tools, or at least one",
                tools.ToShortText())]
            : [.. chat.Tools.SelectMany((tool, index) => Examine(tool, $"tools[{index}]")), .. ExamineNames(chat)];
    }

    /// <summary>Returns the name of a tool or a call, in either of chat's forms; empty when it has none.</summary>
    public static string NameOf(JsonElement tool) =>
        tool.Member("function").Member("name").Text() ?? tool.Member("custom").Member("name").Text() ?? "";

    /// <summary>Returns whether OpenAI's chat endpoint takes the name.</summary>
    public static bool IsLegalName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        return name.Length is > 0 and <= LongestName && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
    }

    private static IEnumerable<ChatFault> Examine(JsonElement tool, string path)
    {
        var type = tool.Member("type").Text();
        if (string.IsNullOrEmpty(type))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ToolForm,
                path + ".type",
                "A tool of the chat request has no type.",
                "function",
                tool.ToShortText());
        }
        else if (OfResponses.Contains(type)
            || type.StartsWith("web_search_preview", StringComparison.Ordinal)
            || (OfBoth.Contains(type) && IsOfResponses(type, tool)))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ResponsesTool,
                path + ".type",
                $"A tool of the chat request is of the type {type}, which chat vendors do not support.",
                "function",
                tool.ToShortText());
        }

        if (type is not ("function" or "custom"))
        {
            yield break;
        }

        if (string.IsNullOrEmpty(tool.Member(type).Member("name").Text()))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ToolForm,
                $"{path}.{type}",
                $"A tool of the chat request has no {type} with a name.",
                $"{type}: {{name: …}}",
                tool.ToShortText());
        }

        foreach (var name in FlatMembers.Where(name => tool.Member(name).IsPresent()))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ToolForm,
                $"{path}.{name}",
                $"A tool of the chat request has its {name} in the place that the Responses API uses.",
                $"{type}.{name}",
                tool.ToShortText());
        }

        var parameters = tool.Member("function").Member("parameters");
        if (parameters.HasValue()
            && (!parameters.IsObject() || parameters.Member("type") is { ValueKind: JsonValueKind.String } kind && kind.Text() != "object"))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ParametersKind,
                $"{path}.function.parameters",
                "The parameters of a function are not the schema of an object.",
                "type: object",
                parameters.ToShortText());
        }
    }

    private static IEnumerable<ChatFault> ExamineNames(ChatBody chat)
    {
        var names = chat.Tools.Select(NameOf).Where(name => name.Length > 0).ToList();
        foreach (var name in names
            .GroupBy(name => name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ToolNameTwice,
                "tools",
                "Two tools of the chat request have the same name.",
                "a unique name",
                name);
        }

        foreach (var name in names.Where(name => !IsLegalName(name)))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ToolName,
                "tools",
                "A tool of the chat request has a name that OpenAI does not accept.",
                $"letters, digits, _ and -, at most {LongestName}",
                name) { Weight = FaultWeight.Warning };
        }
    }

    // z.ai wraps the settings in a member named like the type; Groq's tools have no settings at all.
    private static bool IsOfResponses(string type, JsonElement tool) =>
        type == "web_search" ? !tool.Member(type).IsObject() : tool.Member("container").IsPresent();
}
