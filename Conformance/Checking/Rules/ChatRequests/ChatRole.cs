using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Each text has its role.</summary>
internal sealed class ChatRole : CarryingRule
{
    public override CheckInfo Info { get; } = new(
        "chat-role",
        "C12",
        Severity.Error,
        "Each text is in a message of its role: user text in `user`, assistant text in `assistant`, an output in `tool`, instructions in "
            + "`system` or `developer`. Developer text may be in `user`.",
        "OpenAI's chat types; a model attributes a message to its role. huggingface/responses.js sent calls as tool messages.");

    protected override IEnumerable<Finding> Examine(ChatView chat, AskedRequest asked)
    {
        var ledger = TextLedger.Get(chat);
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
                yield return At(
                    message.Path + ".role",
                    "A text of the client's request is in a message with the wrong role.",
                    $"{text.Role}, as {text.Path}",
                    message.Role,
                    isUsers ? Severity.Warning : null);
            }
        }
    }
}
