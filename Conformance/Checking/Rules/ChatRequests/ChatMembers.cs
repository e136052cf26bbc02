using Conformance.Results;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Members that only the Responses API has.</summary>
internal sealed class ChatMembers : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-members",
        "C05",
        Severity.Error,
        "A chat request has no members that only the Responses API has, such as `input`, `instructions`, `max_output_tokens`, `text`, "
            + "`include` and `truncation`.",
        "OpenAI's chat types have none of them: 400 `Unknown parameter`; Mistral answers 422 `extra_forbidden` (kwaroran/Risuai#1102 for "
            + "`max_output_tokens`).");

    protected override IEnumerable<Finding> Examine(ChatView chat) => MemberLint.Examine(chat.Sent).Select(fault => From(fault));
}
