using System.Text.Json;
using MockUpstream.Json;

namespace MockUpstream.Linting;

/// <summary>The parts of each message's content.</summary>
public static class PartLint
{
    private const string Check = "chat-part-type";

    private static readonly string[] OfResponses =
    [
        "input_text", "output_text", "input_image", "input_file", "reasoning_text", "summary_text", "encrypted_content",
        "computer_screenshot", "input_video",
    ];

    /// <summary>Returns a fault for each part that chat does not know.</summary>
    public static IEnumerable<ChatFault> Examine(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        foreach (var message in chat.Messages)
        {
            var parts = message.Json.Member("content").Elements();
            for (var index = 0; index < parts.Count; index++)
            {
                if (Examine(parts[index], $"{message.Path}.content[{index}]") is { } fault)
                {
                    yield return fault;
                }
            }
        }
    }

    private static ChatFault? Examine(JsonElement part, string path)
    {
        var type = part.Member("type").Text();
        return type switch
        {
            null or "" => CreateFault(path + ".type", "A content part has no type.", "text, image_url, …", part),
            _ when OfResponses.Contains(type) =>
                new ChatFault(
                    Check,
                    FaultKinds.ResponsesPart,
                    path + ".type",
                    $"A content part is of the type {type}, which only the Responses API has.",
                    ReplacementOf(type),
                    part.ToShortText()),
            "text" when part.Member("text").Text() is null => CreateFault(path + ".text", "A text part has no text.", "text", part),
            // Mistral takes an address alone, OpenAI an object.
            "image_url" when part.Member("image_url") is var image && !image.IsObject() =>
                CreateFault(
                    path + ".image_url",
                    "The image_url of a part is not an object.",
                    "{\"url\": …}",
                    part) with { Weight = image.Text() is null ? FaultWeight.Error : FaultWeight.Warning },
            "image_url" when part.Member("image_url").Member("url").Text() is null =>
                CreateFault(path + ".image_url.url", "The image of a part has no URL.", "url", part),
            _ => null,
        };
    }

    private static ChatFault CreateFault(string member, string message, string expected, JsonElement part) =>
        new(Check, FaultKinds.PartForm, member, message, expected, part.ToShortText());

    private static string ReplacementOf(string type) => type switch
    {
        "input_image" or "computer_screenshot" => "image_url",
        "input_file" => "file",
        _ => "text",
    };
}
