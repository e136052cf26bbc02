using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>A rule about the chat requests that a relay sends to its upstream; each of them is held against it.</summary>
internal abstract class ChatRule : ICheck
{
    public abstract CheckInfo Info { get; }

    public RuleScope Scope => RuleScope.ChatRequest;

    public virtual IEnumerable<Finding> Examine(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return Enumerable.Range(0, turn.Upstream.Exchanges.Count).SelectMany(index => Examine(ChatView.Of(turn, index)));
    }

    protected abstract IEnumerable<Finding> Examine(ChatView chat);

    /// <summary>A finding about one member of the chat request.</summary>
    protected Finding At(string member, string message, string? expected = null, string? received = null, Severity? severity = null) =>
        Info.Find(message, expected, received, severity) with { Member = member };
}
