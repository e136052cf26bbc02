using System.Runtime.CompilerServices;
using Conformance.Checking.Shapes;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Checking.Rules.Members;

/// <summary>A member that differs from its shape, in its event.</summary>
internal sealed record PlacedFault(EventView Event, ShapeFault Fault);

/// <summary>Everything in a stream that differs from the tables of shapes, compared once for all rules about members.</summary>
internal static class ShapeFaults
{
    private static readonly ConditionalWeakTable<StreamWalk, IReadOnlyList<PlacedFault>> Found = [];

    /// <summary>The faults of one turn that a relay answers for, in the order of the events.</summary>
    public static IEnumerable<PlacedFault> Find(RecordedTurn turn, StreamWalk walk) =>
        Found.GetValue(walk, static key => [.. Compare(key)]).Where(place => !IsOfTheRequest(turn, place));

    /// <summary>
    /// The weight of a fault: what Open Responses alone demands is a warning for a relay that does not claim to speak it.
    /// </summary>
    public static Severity Weigh(RecordedTurn turn, ShapeFault fault)
    {
        var isOpenAis = fault.Kind switch
        {
            FaultKind.Missing => fault.Member.Demand == Demand.OpenAi,
            FaultKind.Null => fault.Member.Nulls == Nulls.Never,
            _ => true,
        };
        return isOpenAis || turn.Relay.SpeaksOpenResponses ? Severity.Error : Severity.Warning;
    }

    private static IEnumerable<PlacedFault> Compare(StreamWalk walk) =>
        from happened in walk.Events
        // A body's items are in its response.
        where happened.Json.IsObject() && (!walk.IsBody || happened.IsLifecycle)
        let shape = EventShapes.Find(happened.Type)
        where shape is not null
        from fault in ShapeReader.Compare(happened.Json, shape, "")
        // created-first judges whether the first event has a response.
        where happened.Type != StreamGrammar.Created || fault.Path != "response"
        select new PlacedFault(happened, fault);

    /// <summary>A wrong form that the client sent and the relay repeats is not the relay's fault.</summary>
    private static bool IsOfTheRequest(RecordedTurn turn, PlacedFault place)
    {
        if (place.Fault.Owner != ShapeOwner.Response || !place.Event.IsLifecycle
            || (place.Fault.Kind == FaultKind.Missing && turn.Relay.SpeaksOpenResponses))
        {
            return false;
        }

        var name = place.Fault.Path.Split('.', '[') is [_, var first, ..] ? first : "";
        var asked = turn.Request.Member(name);
        return asked.IsPresent() && asked.Same(place.Event.Response.Member(name));
    }
}
