using System.Text.Json;
using MockUpstream.Json;

namespace MockUpstream.Linting;

/// <summary>One message of a chat request.</summary>
public sealed class ChatMessageView
{
    /// <summary>Reads one message.</summary>
    /// <param name="json">The message.</param>
    /// <param name="index">Its place, from 0.</param>
    public ChatMessageView(JsonElement json, int index)
    {
        Json = json;
        Index = index;
        Role = json.Member("role").Text() ?? "";
        Text = TextOf(json);
        Calls = json.Member("tool_calls").Elements();
    }

    /// <summary>The message.</summary>
    public JsonElement Json { get; }

    /// <summary>The message's place, from 0.</summary>
    public int Index { get; }

    /// <summary>Its path, such as <c>messages[2]</c>.</summary>
    public string Path => $"messages[{Index}]";

    /// <summary>Its role; empty when it has none.</summary>
    public string Role { get; }

    /// <summary>The text of its content, parts joined, with its refusal.</summary>
    public string Text { get; }

    /// <summary>Its <c>tool_calls</c>.</summary>
    public IReadOnlyList<JsonElement> Calls { get; }

    /// <summary>Whether it is a system prompt under either name.</summary>
    public bool IsSystem => Role is "system" or "developer";

    private static string TextOf(JsonElement message)
    {
        var content = message.Member("content");
        var text = content.Text()
            ?? string.Concat(content.Elements().Select(part => part.Text() ?? part.Member("text").Text() ?? part.Member("refusal").Text()));
        return text + message.Member("refusal").Text();
    }
}
