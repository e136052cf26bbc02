using System.Text.Json;
using MockUpstream.Json;

namespace MockUpstream.Linting;

/// <summary>The body of a chat request, read once.</summary>
/// <param name="json">The body; absent where it could not be read.</param>
public sealed class ChatBody(JsonElement json)
{
    /// <summary>The body; absent where it could not be read.</summary>
    public JsonElement Json => json;

    /// <summary>The messages in order.</summary>
    public IReadOnlyList<ChatMessageView> Messages { get; } = [.. json
        .Member("messages")
        .Elements()
        .Select((message, number) => new ChatMessageView(message, number))];

    /// <summary>The tools in order.</summary>
    public IReadOnlyList<JsonElement> Tools { get; } = json.Member("tools").Elements();
}
