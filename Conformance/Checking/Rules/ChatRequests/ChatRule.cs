using Conformance.Results;
using Conformance.Turns;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>A rule about the chat requests that a relay sends to its upstream; each of them is held against it.</summary>
internal abstract class ChatRule : ICheck
{
    public abstract CheckInfo Info { get; }

    public RuleScope Scope => RuleScope.ChatRequest;

    public virtual IEnumerable<Finding> Examine(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return Enumerable.Range(0, turn.Upstream.Exchanges.Count).SelectMany(index => Examine(ChatView.Create(turn, index)));
    }

    protected abstract IEnumerable<Finding> Examine(ChatView chat);

    /// <summary>A finding about one member of the chat request.</summary>
    protected Finding At(string member, string message, string? expected = null, string? received = null, Severity? severity = null) =>
        Info.Find(message, expected, received, severity) with { Member = member };

    /// <summary>The finding of a fault that the lint found.</summary>
    protected Finding From(ChatFault fault, Severity? severity = null) =>
        At(fault.Member, fault.Message, fault.Expected, fault.Received, severity ?? fault.Weight switch
        {
            FaultWeight.Warning => Severity.Warning,
            FaultWeight.Profile => Severity.Profile,
            _ => null,
        });
}
