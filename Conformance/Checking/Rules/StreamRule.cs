using Conformance.Checking.Walking;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules;

/// <summary>A rule about an event stream. It does not apply to an answer that is no event stream, or only the end of one.</summary>
internal abstract class StreamRule : ICheck
{
    public abstract CheckInfo Info { get; }

    public virtual RuleScope Scope => RuleScope.Stream;

    public virtual IEnumerable<Finding> Examine(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.Wire is null || turn.IsTail ? [] : Examine(turn, StreamWalk.Get(turn.Wire));
    }

    protected virtual IEnumerable<Finding> Examine(RecordedTurn turn, StreamWalk walk) => Examine(walk);

    protected virtual IEnumerable<Finding> Examine(StreamWalk walk) => [];

    /// <summary>A finding about one event, or about one member of it.</summary>
    protected Finding At(
        EventView place,
        string message,
        string? expected = null,
        string? received = null,
        Severity? severity = null,
        string? member = null) =>
        Info.Find(message, expected, received, severity) with { Event = place.Index, Offset = place.Wire.Offset, Member = member };

    /// <summary>The weight of what Open Responses alone demands.</summary>
    protected static Severity OpenResponsesOnly(RecordedTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        return turn.Relay.SpeaksOpenResponses ? Severity.Error : Severity.Warning;
    }
}
