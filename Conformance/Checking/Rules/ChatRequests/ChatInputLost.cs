using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Checks that the conversation reaches the upstream completely, once and in order.</summary>
internal sealed class ChatInputLost : CarryingRule
{
    public override CheckInfo Info { get; } = new(
        "chat-input-lost",
        "C11",
        Severity.Error,
        "The messages contain every text of the client's input, its instructions, every output, every answered call and every image, once "
            + "and in the client's order. Items of types that Chat Completions does not have may be omitted.",
        "OpenAI's Responses API passes all of `input` to the model. codex-relay lost the new input of a streamed turn; other relays lose "
            + "images, outputs in parts and calls.");

    protected override IEnumerable<Finding> Examine(ChatView chat, AskedRequest asked)
    {
        var ledger = TextLedger.Get(chat);
        return [
            .. Lost(chat, asked, ledger),
            .. Order(asked, ledger, chat),
            .. Twice(chat, asked),
            .. Images(chat, asked),
            .. new CallLedger(chat, asked).FindProblems(At),
        ];
    }

    private IEnumerable<Finding> Lost(ChatView chat, AskedRequest asked, TextLedger ledger)
    {
        var last = asked.Texts.LastOrDefault(text => text.Role == "user");
        foreach (var text in asked.Texts.Where(text => !asked.Truncates || ReferenceEquals(text, last)))
        {
            // A relay may drop an output that answers nothing, as it may turn it into a text.
            if (!text.IsOrphan && ledger.PlaceOf(text).Message < 0)
            {
                yield return At(
                    "messages",
                    $"A text of the client's {Name(text.Role)} is missing from the messages of the chat request.",
                    $"{text.Path}: {text.Text}",
                    chat.Messages.Count == 0
                        ? "no messages"
                        : string.Join(", ", chat.Messages.Select(message => $"{message.Role}: {JsonPeek.Shorten(message.Text)}")));
            }
        }
    }

    private IEnumerable<Finding> Order(AskedRequest asked, TextLedger ledger, ChatView chat)
    {
        if (asked.HasHistory)
        {
            yield break;
        }

        List<AskedText> told = [.. asked.Texts.Where(text => text.Role is "user" or "assistant")];
        var before = -1;
        foreach (var text in told)
        {
            var place = ledger.PlaceOf(text);
            if (place is { IsRightRole: true } && place.Message < before)
            {
                if (ledger.CanStandInOrder(told))
                {
                    yield break;
                }

                yield return At(
                    chat.Messages[place.Message].Path,
                    "The messages of the chat request are not in the client's order.",
                    $"{text.Path} after {chat.Messages[before].Path}",
                    $"it is in {chat.Messages[place.Message].Path}");
                yield break;
            }

            before = Math.Max(before, place.Message);
        }
    }

    private IEnumerable<Finding> Twice(ChatView chat, AskedRequest asked)
    {
        if (asked.HasHistory)
        {
            yield break;
        }

        foreach (var group in chat.Messages.Where(message => message.Role is "user" or "assistant" && message.Text.Trim().Length > 0)
            .GroupBy(message => (message.Role, Text: message.Text.Trim())))
        {
            var wanted = asked.Texts.Count(text => text.Text == group.Key.Text && (text.Role == group.Key.Role || text.Role == "system"))
                + Joined(asked, group.Key.Role).Count(text => text == Packed(group.Key.Text));
            if (wanted > 0 && group.Count() > wanted)
            {
                yield return At(
                    group.Last().Path,
                    "The chat request contains a message more often than the client sent it.",
                    $"{wanted} times",
                    $"{group.Count()} times: {group.Key.Text}");
            }
        }
    }

    /// <summary>
    /// The messages of several parts as one text each: a relay may join them, and the whole may be what another message says.
    /// </summary>
    private static IEnumerable<string> Joined(AskedRequest asked, string role) => asked.Texts
        .Where(text => (text.Role == role || text.Role == "system") && text.Path.EndsWith(']'))
        .GroupBy(static text => text.Path[..text.Path.LastIndexOf('[')])
        .Where(static parts => parts.Count() > 1)
        .Select(static parts => Packed(string.Concat(parts.Select(static part => part.Text))));

    private static string Packed(string text) => string.Concat(text.Where(static unit => !char.IsWhiteSpace(unit)));

    private IEnumerable<Finding> Images(ChatView chat, AskedRequest asked)
    {
        var there = chat.Messages.Sum(message => message.Json.Member("content")
            .Elements()
            .Count(part => part.Member("type").Text()?.Contains("image", StringComparison.Ordinal) == true));
        if (there < asked.Images && !asked.Truncates)
        {
            yield return At(
                "messages",
                "An image of the client's input is missing from the messages of the chat request.",
                $"{asked.Images} images",
                $"{there} images");
        }
    }

    private static string Name(string role) => role switch
    {
        "system" => "instructions",
        "tool" => "outputs",
        "assistant" => "input (of the assistant)",
        _ => "input",
    };
}
