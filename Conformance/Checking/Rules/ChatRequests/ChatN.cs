using Conformance.Reading;
using Conformance.Results;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The number of answers.</summary>
internal sealed class ChatN : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-n",
        "C15",
        Severity.Error,
        "A chat request requests one answer: `n` is absent or 1, unless the client set it.",
        "A response has one answer. Every further choice is paid for and discarded, or mixed into the first "
            + "(openai/openai-agents-python#3313).");

    protected override IEnumerable<Finding> Examine(ChatView chat) =>
        CountLint.Examine(chat.Sent)
            .Where(fault => chat.Asked?.GetValue(fault.Member).Same(chat.Body.Member(fault.Member)) != true)
            .Select(fault => From(fault));
}
