using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Each text has its role.</summary>
internal sealed class ChatRole : CarryingRule
{
    public override CheckInfo Info { get; } = new(
        "chat-role",
        "C12",
        Severity.Error,
        "A text stands in a message of its own role: the user's in `user`, the assistant's in `assistant`, an output in `tool`, instructions in `system` or `developer`. A developer's text may be the user's.",
        "OpenAI's chat types; a model reads another role as another speaker. huggingface/responses.js sent calls as tool messages.");

    protected override IEnumerable<Finding> Examine(ChatView chat, AskedRequest asked)
    {
        var ledger = TextLedger.Of(chat);
        foreach (var text in asked.Texts)
        {
            if (ledger.PlaceOf(text) is not { Message: >= 0, IsRightRole: false } place || text.IsOrphan)
            {
                continue;
            }

            var message = chat.Messages[place.Message];
            var isUsers = text.Role == "system" && message.Role == "user";
            if (!isUsers || text.Path == "instructions")
            {
                // Some templates have no system prompt at all.
                yield return At(message.Path + ".role", "A text of the client's request stands in a message of another role.", $"{text.Role}, as {text.Path}", message.Role, isUsers ? Severity.Warning : null);
            }
        }
    }
}
