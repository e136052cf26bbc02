using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The number of answers.</summary>
internal sealed class ChatN : ChatRule
{
    private static readonly string[] Names = ["n", "best_of"];

    public override CheckInfo Info { get; } = new(
        "chat-n",
        "C15",
        Severity.Error,
        "A chat request asks for one answer: `n` is absent or 1, unless the client set it.",
        "A response has one answer; every further choice is paid for and thrown away, or mixed into the first (openai/openai-agents-python#3313).");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        foreach (var name in Names)
        {
            var sent = chat.Body.Member(name);
            if (sent.HasValue() && sent.Integer() != 1 && chat.Asked?.Value(name).Same(sent) != true)
            {
                yield return At(name, "The chat request asks for another number of answers than one.", "1", sent.Shown());
            }
        }
    }
}
