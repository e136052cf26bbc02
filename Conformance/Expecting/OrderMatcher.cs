using Conformance.Expecting.Patterns;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;
using Scenarios.Model;

namespace Conformance.Expecting;

/// <summary>Holds a stream against <c>order</c>: the events listed must come in this order, whatever stands between them.</summary>
internal static class OrderMatcher
{
    /// <summary>The first event that is missing behind the one before it; <see langword="null"/> when the order is as listed.</summary>
    public static Finding? Compare(RecordedTurn turn, PatternMatcher matcher)
    {
        var events = turn.Wire?.Events ?? [];
        var next = 0;
        foreach (var expected in turn.Turn.Expect.Order)
        {
            var found = next;
            while (found < events.Count && !Fits(expected, events[found], matcher))
            {
                found++;
            }

            if (found == events.Count)
            {
                return Missing(expected, next == 0 ? null : events[next - 1], events.Any(one => Fits(expected, one, matcher)));
            }

            next = found + 1;
        }

        return null;
    }

    private static bool Fits(ExpectedEvent expected, WireEvent received, PatternMatcher matcher)
    {
        if (!string.Equals(expected.Type, received.Type, StringComparison.Ordinal))
        {
            return false;
        }

        return expected.Pattern is not { } pattern
            || new PatternMatcher(matcher.Bindings, matcher.Model).Compare(pattern, received.Json) is null;
    }

    private static Finding Missing(ExpectedEvent expected, WireEvent? before, bool cameEarlier) => new()
    {
        Check = CheckIds.OutcomeOrder,
        Severity = Severity.Error,
        Message = $"{expected.Type} does not follow {before?.Type ?? "the start of the stream"}.",
        Event = before?.Index,
        Offset = before?.Offset,
        Expected = $"{expected.Type} after {before?.Type ?? "the start"}",
        Received = cameEarlier ? "received before it" : "not received",
    };
}
