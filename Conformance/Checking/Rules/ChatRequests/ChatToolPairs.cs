using Conformance.Results;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Calls and their outputs stand together.</summary>
internal sealed class ChatToolPairs : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-tool-pairs",
        "C09",
        Severity.Error,
        "A message with calls is directly followed by one tool message for each call, and every tool message answers a call directly "
            + "before it. Calls and outputs that the client itself sent unpaired are a warning.",
        "OpenAI, DeepSeek, Qwen and Kimi answer 400 `An assistant message with 'tool_calls' must be followed by tool messages responding "
            + "to each 'tool_call_id'` (QwenLM/qwen-code#869, openai/codex#22129, axonhub#2051).");

    protected override IEnumerable<Finding> Examine(ChatView chat) =>
        PairLint.Examine(chat.Sent).Select(fault => From(fault, IsClients(fault, chat) ? Severity.Warning : null));

    /// <summary>Whether the client itself left the pair open: the vendor's 400 is what OpenAI itself would answer.</summary>
    private static bool IsClients(ChatFault fault, ChatView chat) => chat.Asked is { } asked && fault.Kind switch
    {
        FaultKinds.OrphanOutput => asked.HasOutput(fault.Received) && !asked.HasCall(fault.Received),
        FaultKinds.CallUnanswered => !asked.HasOutput(fault.Received)
            && asked.Calls.FirstOrDefault(call => call.Ids.Contains(fault.Received)) is { } call
            && !asked.IsAnswered(call),
        _ => false,
    };
}
