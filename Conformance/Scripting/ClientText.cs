using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conformance.Reading;

namespace Conformance.Scripting;

/// <summary>Derives a Responses request that a relay would have turned into the recorded chat request.</summary>
internal static partial class ClientText
{
    private static readonly string[] ToolMembers = ["name", "description", "parameters", "strict"];
    private static readonly (string Chat, string Responses)[] Sampling =
    [
        ("temperature", "temperature"),
        ("top_p", "top_p"),
        ("parallel_tool_calls", "parallel_tool_calls"),
    ];

    /// <summary>Returns the lines below <c>client:</c>.</summary>
    /// <param name="chat">The chat request; JSON's absent value when it was not JSON.</param>
    public static string Write(JsonElement chat)
    {
        if (!chat.IsObject())
        {
            return "  ask: 'TODO: the request was not a JSON object; say what the client asks'\n";
        }

        var messages = chat.Member("messages").Elements();
        var leading = messages.TakeWhile(static message => message.Member("role").Text() is "system" or "developer").ToList();
        var conversation = messages.Skip(leading.Count).ToList();
        List<string> request = [];
        if (leading.Count > 0)
        {
            request.Add(
                $"instructions: {FormatValue(string.Join("\n", leading.Select(static message => TextOf(message.Member("content")))))}");
        }

        var isOneQuestion = conversation is [var only] && only.Member("role").Text() is "user" && IsText(only.Member("content"));
        var ask = isOneQuestion ? $"  ask: {FormatValue(TextOf(conversation[0].Member("content")))}\n" : "";
        if (!isOneQuestion)
        {
            request.Add(conversation.Count == 0
                ? "input: 'TODO: the request had no messages; say what the client asks'"
                : $"input: [{string.Join(", ", conversation.SelectMany(FormatItems))}]");
        }

        request.AddRange(FormatParameters(chat));
        var tools = chat.Member("tools").Elements().Where(static tool => tool.Member("function").IsObject()).Select(FormatTool).ToList();
        return ask
            + (tools.Count > 0 ? $"  tools: [{string.Join(", ", tools)}]\n" : "")
            + (chat.Member("stream").ValueKind is JsonValueKind.True ? "" : "  stream: false\n")
            + (request.Count > 0 ? $"  request: {{{string.Join(", ", request)}}}\n" : "");
    }

    private static IEnumerable<string> FormatParameters(JsonElement chat)
    {
        foreach (var (name, member) in Sampling)
        {
            if (chat.Member(name).HasValue())
            {
                yield return $"{member}: {FormatJson(chat.Member(name))}";
            }
        }

        if ((chat.Member("max_completion_tokens").Integer() ?? chat.Member("max_tokens").Integer()) is { } most)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"max_output_tokens: {most}");
        }

        if (chat.Member("reasoning_effort").Text() is { } effort)
        {
            yield return $"reasoning: {{effort: {FormatValue(effort)}}}";
        }

        var choice = chat.Member("tool_choice");
        if (choice.Text() is { } word)
        {
            yield return $"tool_choice: {FormatValue(word)}";
        }
        else if (choice.Member("function").Member("name").Text() is { } name)
        {
            yield return $"tool_choice: {{type: function, name: {FormatValue(name)}}}";
        }

        var format = chat.Member("response_format");
        if (format.Member("json_schema").IsObject())
        {
            var members = format.Member("json_schema").EnumerateObject()
                .Select(static member => $"{ScenarioYaml.FormatScalar(member.Name)}: {FormatJson(member.Value)}");
            yield return $"text: {{format: {{type: json_schema, {string.Join(", ", members)}}}}}";
        }
        else if (format.Member("type").Text() is { } type and not "text")
        {
            yield return $"text: {{format: {{type: {FormatValue(type)}}}}}";
        }
    }

    private static IEnumerable<string> FormatItems(JsonElement message)
    {
        var role = message.Member("role").Text() ?? "user";
        if (role is "tool")
        {
            var id = FormatValue(message.Member("tool_call_id").Text() ?? "");
            yield return $"{{type: function_call_output, call_id: {id}, output: {FormatValue(TextOf(message.Member("content")))}}}";
            yield break;
        }

        if (message.Member("content").HasValue() && TextOf(message.Member("content")).Length > 0)
        {
            yield return $"{{role: {FormatValue(role)}, content: {FormatContent(message.Member("content"), role)}}}";
        }
        else if (message.Member("content").IsArray())
        {
            yield return $"{{role: {FormatValue(role)}, content: {FormatContent(message.Member("content"), role)}}}";
        }

        foreach (var call in message.Member("tool_calls").Elements())
        {
            var function = call.Member("function");
            var id = FormatValue(call.Member("id").Text() ?? "");
            var name = FormatValue(function.Member("name").Text() ?? "");
            var arguments = FormatValue(function.Member("arguments").Text() ?? "");
            yield return $"{{type: function_call, call_id: {id}, name: {name}, arguments: {arguments}}}";
        }
    }

    private static string FormatContent(JsonElement content, string role)
    {
        if (IsText(content))
        {
            return FormatValue(TextOf(content));
        }

        var parts = content.Elements().Select(part => part.Member("type").Text() switch
        {
            "image_url" => $"{{type: input_image, image_url: {FormatValue(part.Member("image_url").Member("url").Text() ?? "")}}}",
            "text" =>
                $"{{type: {(role is "assistant" ? "output_text" : "input_text")}, text: {FormatValue(part.Member("text").Text() ?? "")}}}",
            var other => $"{{type: input_text, text: {ScenarioYaml.FormatScalar($"TODO: a part of type {other}")}}}",
        });
        return $"[{string.Join(", ", parts)}]";
    }

    private static string FormatTool(JsonElement tool)
    {
        var function = tool.Member("function");
        var words = ToolMembers.Where(name => function.Member(name).HasValue())
            .Select(name => $"{name}: {FormatJson(function.Member(name))}");
        return $"{{type: function, {string.Join(", ", words)}}}";
    }

    private static bool IsText(JsonElement content) =>
        content.ValueKind == JsonValueKind.String || (content.Elements() is [var part] && part.Member("type").Text() is "text");

    private static string TextOf(JsonElement content) =>
        content.Text() ?? string.Concat(content.Elements().Select(static part => part.Member("text").Text()));

    private static string FormatJson(JsonElement json) => json.Text() is { } text
        ? FormatValue(text)
        : ScenarioYaml.CanExpress(json) ? ScenarioYaml.FormatFlow(json) : "'TODO: a value that YAML cannot say'";

    /// <summary>Returns a value of the request. A value that as a whole is a name of the format cannot be written.</summary>
    private static string FormatValue(string text) =>
        ScenarioYaml.FormatScalar(Name().IsMatch(text) ? $"TODO: {text} is a name of the format" : text);

    [GeneratedRegex(@"\A\$[a-z][a-z0-9_]*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
