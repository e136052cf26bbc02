using System.Text.Json;
using MockUpstream.Json;

namespace MockUpstream.Linting;

/// <summary>The form of the choice among tools.</summary>
public static class ChoiceLint
{
    private const string Check = "chat-tool-choice";
    private const string Member = "tool_choice";

    /// <summary>The words that force a call; the second one is Mistral's.</summary>
    public static IReadOnlyList<string> Forced { get; } = ["required", "any"];

    /// <summary>Returns the fault of a choice without tools, or of one that has not chat's form.</summary>
    public static IEnumerable<ChatFault> Examine(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        var sent = chat.Json.Member(Member);
        if (sent.HasValue() && chat.Tools.Count == 0)
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ChoiceWithoutTools,
                Member,
                "The chat request has a tool_choice without tools.",
                "nothing",
                sent.ToShortText());
        }
        else if (sent.HasValue() && !HasForm(sent))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ChoiceForm,
                Member,
                "The tool_choice of the chat request does not have the form of Chat Completions.",
                "auto, none, required or {type: function, function: {name: …}}",
                sent.ToShortText());
        }
    }

    private static bool HasForm(JsonElement sent)
    {
        var type = sent.Member("type").Text();
        return sent.ValueKind switch
        {
            JsonValueKind.String => sent.Text() is "auto" or "none" || Forced.Contains(sent.Text()),
            JsonValueKind.Object =>
                type is "function" or "custom"
                    ? sent.Member(type).Member("name").Text() is { Length: > 0 }
                    : type == "allowed_tools" && sent.Member(type).IsObject(),
            _ => false,
        };
    }
}
