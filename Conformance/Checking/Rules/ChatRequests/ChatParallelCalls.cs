using System.Text.Json;
using Conformance.Reading;
using Conformance.Results;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Whether the model may call several tools at once.</summary>
internal sealed class ChatParallelCalls : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-parallel-calls",
        "C20",
        Severity.Error,
        "`parallel_tool_calls: false` is sent to the upstream, true never becomes false, and the member is absent without tools. A false "
            + "that the client did not set is a warning.",
        "OpenAI: the default is true; 400 `'parallel_tool_calls' is only allowed when 'tools' are specified` (openai/swarm#30). Relays "
            + "lost an explicit false (BerriAI/litellm#4584, SamSaffron/term-llm#276).");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        const string Name = "parallel_tool_calls";
        var sent = chat.Body.Member(Name);
        if (ParallelLint.Examine(chat.Sent).FirstOrDefault() is { } fault)
        {
            yield return From(fault);
        }
        else if (chat.Asked is { } asked && chat.Tools.Count > 0 && !chat.FollowsRefusal)
        {
            var wanted = asked.GetValue(Name).ValueKind != JsonValueKind.False;
            if (wanted != (sent.ValueKind != JsonValueKind.False))
            {
                yield return At(
                    Name,
                    wanted
                        ? "The chat request forbids parallel calls, which the client did not."
                        : "The chat request lost the client's parallel_tool_calls: false.",
                    wanted ? "true, or nothing" : "false",
                    sent.Shown(),
                    wanted && !asked.GetValue(Name).HasValue() ? Severity.Warning : null);
            }
        }
    }
}
