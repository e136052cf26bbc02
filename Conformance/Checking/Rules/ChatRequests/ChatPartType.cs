using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The parts of a message's content.</summary>
internal sealed class ChatPartType : ChatRule
{
    private static readonly string[] OfResponses = ["input_text", "output_text", "input_image", "input_file", "reasoning_text", "summary_text", "encrypted_content", "computer_screenshot", "input_video"];

    public override CheckInfo Info { get; } = new(
        "chat-part-type",
        "C08",
        Severity.Error,
        "Content parts are of chat's types: `text`, `image_url`, `input_audio`, `file`, `refusal` or a vendor's own, never `input_text`, `output_text` or `input_image`.",
        "OpenAI's chat types (`ChatCompletionContentPartParam`); others are 400 `Invalid value: 'input_text'`, with vLLM (vllm-project/vllm#41121) and SGLang (sgl-project/sglang#17853) too.");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        foreach (var message in chat.Messages)
        {
            var parts = message.Json.Member("content").Elements();
            for (var index = 0; index < parts.Count; index++)
            {
                if (Examine(parts[index], $"{message.Path}.content[{index}]") is { } finding)
                {
                    yield return finding;
                }
            }
        }
    }

    private Finding? Examine(JsonElement part, string path)
    {
        var type = part.Member("type").Text();
        return type switch
        {
            null or "" => At(path + ".type", "A content part has no type.", "text, image_url, …", part.Shown()),
            _ when OfResponses.Contains(type) => At(path + ".type", $"A content part is of the type {type}, which only the Responses API has.", Instead(type), part.Shown()),
            "text" when part.Member("text").Text() is null => At(path + ".text", "A text part has no text.", "text", part.Shown()),
            // Mistral takes an address alone, OpenAI an object.
            "image_url" when part.Member("image_url") is var image && !image.IsObject() => At(
                path + ".image_url", "The image_url of a part is not an object.", "{\"url\": …}", part.Shown(), image.Text() is null ? Severity.Error : Severity.Warning),
            "image_url" when part.Member("image_url").Member("url").Text() is null => At(path + ".image_url.url", "The image of a part has no address.", "url", part.Shown()),
            _ => null,
        };
    }

    private static string Instead(string type) => type switch
    {
        "input_image" or "computer_screenshot" => "image_url",
        "input_file" => "file",
        _ => "text",
    };
}
