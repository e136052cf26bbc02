using Conformance.Results;
using Conformance.Turns;
using MockUpstream.Contract;

namespace Conformance.Running.Cases;

/// <summary>Reports the refusals of a strict vendor (<c>as:</c>), so that a wrong outcome that follows from one names its cause.</summary>
internal static class StrictVendors
{
    /// <summary>Returns a finding for each kind of refusal of a turn.</summary>
    /// <param name="turn">The recorded turn.</param>
    /// <param name="expected">The findings of the expectation. If there is none, the relay recovered or the refusal was expected.</param>
    public static IEnumerable<Finding> Examine(RecordedTurn turn, IReadOnlyList<Finding> expected)
    {
        var isRight = !expected.Any(static finding => finding.Severity == Severity.Error);
        if (isRight && turn.Upstream.Exchanges is [.., { Refused: not null }])
        {
            return [];
        }

        return turn.Upstream.Exchanges.Select(static exchange => exchange.Refused)
            .OfType<Refused>()
            .DistinctBy(static refused => (refused.Refusal, refused.Member))
                .Select(refused => Finding(refused, turn.Index + 1, isRight ? Severity.Warning : Severity.Error));
    }

    /// <summary>
    /// Returns why a case does not apply to a relay that is not set up for its vendor; <see langword="null"/> if it applies.
    /// </summary>
    public static string? NotSetUp(PlayedCase played)
    {
        if (played.Turns is not [.., var last] || (last.Relay.KeepsGoldens && !last.SkipsRequestPatterns))
        {
            return null;
        }

        var refused = last.Upstream.Exchanges.Select(static exchange => exchange.Refused).OfType<Refused>().ToList();
        return refused is [var first, ..] && !refused.Exists(static one => one.IsUniversal)
            ? $"the vendor would have rejected the request: {Words(first)}; the relay is not configured for this vendor"
            : null;
    }

    private static Finding Finding(Refused refused, int turn, Severity severity) => new()
    {
        Check = CheckIds.VendorRefusal,
        Severity = severity,
        Turn = turn,
        // The cause stands before what follows from it.
        Offset = 0,
        Member = refused.Member.Length == 0 ? null : refused.Member,
        Message = $"The vendor rejected the chat "
            + $"request: {Words(refused)}.{(refused.Check is { } check ? $" The rule {check} reports the same." : "")}",
        Expected = refused.Says,
        Received = $"HTTP {refused.Status}: {Line(refused)}",
    };

    private static string Words(Refused refused) =>
        $"{refused.Vendor}/{refused.Refusal}, HTTP {refused.Status}, {Line(refused).TrimEnd('.')}";

    private static string Line(Refused refused) => refused.Message.ReplaceLineEndings(" ").TrimEnd();
}
