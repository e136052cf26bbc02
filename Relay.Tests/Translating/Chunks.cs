using System.Text.Json;

namespace Relay.Tests.Translating;

/// <summary>Chat payloads in shorthand.</summary>
internal static class Chunks
{
    public const string Done = "[DONE]";

    public static string Delta(string members) =>
        $$"""{"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":{{{members}}},"finish_reason":null}]}""";

    public static string Text(string text) => Delta($"\"content\":{JsonSerializer.Serialize(text)}");

    public static string Reasoning(string text) => Delta($"\"reasoning_content\":{JsonSerializer.Serialize(text)}");

    public static string Finish(string reason) => $$"""{"choices":[{"index":0,"delta":{},"finish_reason":"{{reason}}"}]}""";

    /// <summary>One element of <c>tool_calls</c>; what is null is left out.</summary>
    public static string Element(int? index = null, string? id = null, string? name = null, string? args = null)
    {
        var function = Members(("name", name), ("arguments", args));
        var members = new List<string>();
        if (index is not null)
        {
            members.Add($"\"index\":{index}");
        }

        if (id is not null)
        {
            members.Add($"\"id\":{JsonSerializer.Serialize(id)}");
        }

        members.Add($"\"function\":{{{function}}}");
        return $"{{{string.Join(',', members)}}}";
    }

    public static string Calls(params string[] elements) => Delta($"\"tool_calls\":[{string.Join(',', elements)}]");

    public static string Call(int? index = null, string? id = null, string? name = null, string? args = null) =>
        Calls(Element(index, id, name, args));

    private static string Members(params (string Name, string? Value)[] members) =>
        string.Join(',', members.Where(member => member.Value is not null)
            .Select(member => $"\"{member.Name}\":{JsonSerializer.Serialize(member.Value)}"));
}
