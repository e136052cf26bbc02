using System.Text.Json;
using Relay.Requests.Chat;

namespace Relay.Requests.Conversation;

/// <summary>Makes Gemini accept calls without its signature, such as those of a history that another vendor answered.</summary>
internal static class SkippedSignatures
{
    private static readonly JsonElement Skipped = JsonElement.Parse(
        """{"extra_content":{"google":{"thought_signature":"skip_thought_signature_validator"}}}""");

    /// <summary>Adds the marker to the first call of each message since the last user message. Gemini checks no others.</summary>
    public static void Apply(List<ChatMessage> messages)
    {
        for (var i = messages.Count - 1; i >= 0 && !messages[i].BeginsTurn; i--)
        {
            if (messages[i].Calls is [{ Extras: null } first, ..] calls)
            {
                calls[0] = first with { Extras = Skipped };
            }
        }
    }
}
