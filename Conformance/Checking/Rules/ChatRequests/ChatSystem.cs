using System.Text.Json;
using Conformance.Reading;
using Conformance.Results;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The system prompt.</summary>
internal sealed class ChatSystem : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-system",
        "C10",
        Severity.Error,
        "The chat request contains the instructions once, before the conversation, and not those of an earlier turn. An additional system "
            + "prompt that the client did not send is an error. Several system messages, or one in a later position, are a profile "
            + "finding.",
        "OpenAI's `instructions` replace those of `previous_response_id`. Templates of Qwen, MiniMax and others answer 400 `System message "
            + "must be at the beginning.` (BerriAI/litellm#26879, vllm-project/vllm#41114, gptme/gptme#3779); OpenAI, Azure, Groq and "
            + "DeepSeek accept several.");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        var systems = chat.Messages.Where(message => message.IsSystem).ToList();
        return [
            .. Twice(systems, chat),
            .. Late(systems, chat),
            .. Stale(systems, chat),
            .. MadeUp(systems, chat),
            .. SystemLint.Examine(chat.Sent).Select(fault => From(fault)),
        ];
    }

    private IEnumerable<Finding> Twice(IReadOnlyList<ChatMessageView> systems, ChatView chat)
    {
        foreach (var group in systems.Where(message => message.Text.Trim().Length > 0)
            .GroupBy(message => message.Text.Trim(), StringComparer.Ordinal)
            .Where(group => group.Count() > 1))
        {
            var asked = chat.Asked is { HasHistory: false } one
                ? one.Texts.Count(text => text.Role == "system" && text.Text == group.Key)
                : int.MaxValue;
            if (group.Count() > Math.Max(asked, 1) && (chat.Asked is null or { HasHistory: false } || group.Key == chat.Asked.Instructions))
            {
                yield return At(group.Last().Path, "The chat request has the same system prompt twice.", "one", group.Key);
            }
        }
    }

    private IEnumerable<Finding> Late(IReadOnlyList<ChatMessageView> systems, ChatView chat)
    {
        if (chat.Asked?.Instructions is { Length: > 0 } instructions
            && systems.FirstOrDefault(message => message.Text.Contains(instructions, StringComparison.Ordinal)) is { } place
            && chat.Messages.Take(place.Index).Any(message => !message.IsSystem))
        {
            yield return At(
                place.Path,
                "The instructions come after a part of the conversation.",
                "the instructions first",
                $"{chat.Messages[0].Role} first");
        }
    }

    private IEnumerable<Finding> Stale(IReadOnlyList<ChatMessageView> systems, ChatView chat)
    {
        if (chat.Asked is not { HasHistory: true } asked)
        {
            yield break;
        }

        var wanted = asked.Texts.Where(text => text.Role == "system").Select(text => text.Text).ToList();
        var earlier = chat.Turn.Scenario.Turns.Take(chat.Turn.Index)
            .Select(turn => InstructionsOf(turn.Client.Body))
            .Where(text => text.Length > 0)
            .Distinct(StringComparer.Ordinal);
        foreach (var old in earlier.Where(old => !wanted.Exists(text => text.Contains(old, StringComparison.Ordinal))))
        {
            if (systems.FirstOrDefault(message => message.Text.Contains(old, StringComparison.Ordinal)) is { } place)
            {
                yield return At(place.Path, "The chat request contains the instructions of an earlier turn.", asked.Instructions.Length > 0
                    ? asked.Instructions
                    : "none", old);
            }
        }
    }

    private IEnumerable<Finding> MadeUp(IReadOnlyList<ChatMessageView> systems, ChatView chat)
    {
        // A relay may describe a schema in words when the vendor does not accept schemas.
        if (chat.Asked is not { HasHistory: false } asked
            || asked.Body.Member("text").Member("format").Member("type").Text() is "json_schema" or "json_object")
        {
            yield break;
        }

        var texts = asked.Texts.Select(text => text.Text).ToList();
        foreach (var message in systems.Where(message => message.Text.Trim().Length > 0
            && !texts.Exists(text => message.Text.Contains(text, StringComparison.Ordinal))))
        {
            yield return At(
                message.Path,
                "The chat request has a system prompt that the client did not send.",
                "the client's instructions alone",
                message.Text,
                systems.Count > 1 ? Severity.Error : Severity.Warning);
        }
    }

    private static string InstructionsOf(JsonElement body) => body.Member("instructions").Text()?.Trim() ?? "";
}
