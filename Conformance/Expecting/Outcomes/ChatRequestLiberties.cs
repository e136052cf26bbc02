using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Expecting.Patterns;

namespace Conformance.Expecting.Outcomes;

/// <summary>
/// A chat request, or a pattern of one, with the forms that are equally right written in one way: so the two can be compared.
/// </summary>
internal static class ChatRequestLiberties
{
    /// <summary>
    /// Content that is a list of text parts becomes their text, the role <c>developer</c> becomes <c>system</c>, and
    /// <c>max_completion_tokens</c> becomes <c>max_tokens</c>.
    /// </summary>
    /// <param name="request">The request or the pattern.</param>
    /// <param name="mapsModels">Whether the relay asks for another model than the client named.</param>
    public static JsonElement Normalise(JsonElement request, bool mapsModels)
    {
        if (request.ValueKind != JsonValueKind.Object)
        {
            return request;
        }

        var normal = new JsonObject();
        foreach (var member in request.EnumerateObject())
        {
            if (member.Name == "messages" && member.Value.ValueKind == JsonValueKind.Array)
            {
                normal["messages"] = new JsonArray([.. member.Value.EnumerateArray().Select(Message)]);
            }
            else if (!(mapsModels && member.Name == "model"))
            {
                normal[member.Name == "max_completion_tokens" ? "max_tokens" : member.Name] = JsonFormat.CreateNode(member.Value);
            }
        }

        return JsonSerializer.SerializeToElement(normal, JsonFormat.Relaxed);
    }

    private static JsonNode? Message(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            return JsonFormat.CreateNode(message);
        }

        var normal = JsonObject.Create(message)!;
        if (message.TryGetProperty("role", out var role) && role.ValueKind == JsonValueKind.String && role.ValueEquals("developer"))
        {
            normal["role"] = "system";
        }

        if (message.TryGetProperty("content", out var content) && Text(content) is { } text)
        {
            normal["content"] = text;
        }

        return normal;
    }

    /// <summary>The text of a list that holds text parts only.</summary>
    private static string? Text(JsonElement content) =>
        content.ValueKind == JsonValueKind.Array && content.GetArrayLength() > 0 && content.EnumerateArray().All(IsText)
            ? string.Concat(content.EnumerateArray().Select(part => JsonFormat.ReadString(part.GetProperty("text"))))
            : null;

    private static bool IsText(JsonElement part) =>
        part.ValueKind == JsonValueKind.Object
        && part.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("text")
        && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String;
}
