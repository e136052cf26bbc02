using Conformance.Results;
using Conformance.Turns;
using MockUpstream.Contract;

namespace Conformance.Running.Cases;

/// <summary>Says what a strict vendor refused (<c>as:</c>), so that a wrong outcome has its cause and is no mystery 400.</summary>
internal static class StrictVendors
{
    /// <summary>Returns a finding for each kind of refusal of a turn.</summary>
    /// <param name="turn">What was recorded.</param>
    /// <param name="expected">What the expectation found: where it holds, the relay recovered, or the refusal was expected.</param>
    public static IEnumerable<Finding> Examine(RecordedTurn turn, IReadOnlyList<Finding> expected)
    {
        var isRight = !expected.Any(static finding => finding.Severity == Severity.Error);
        if (isRight && turn.Upstream.Exchanges is [.., { Refused: not null }])
        {
            return [];
        }

        return turn.Upstream.Exchanges.Select(static exchange => exchange.Refused).OfType<Refused>().DistinctBy(static refused => (refused.Refusal, refused.Member))
            .Select(refused => Finding(refused, turn.Index + 1, isRight ? Severity.Warning : Severity.Error));
    }

    /// <summary>Returns why a case says nothing about a relay that was not set up for its vendor; <see langword="null"/> when it does.</summary>
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
        Message = $"The vendor rejected the chat request: {Words(refused)}.{(refused.Check is { } check ? $" The rule {check} reports the same." : "")}",
        Expected = refused.Says,
        Received = $"HTTP {refused.Status}: {Line(refused)}",
    };

    private static string Words(Refused refused) => $"{refused.Vendor}/{refused.Refusal}, HTTP {refused.Status}, {Line(refused).TrimEnd('.')}";

    private static string Line(Refused refused) => refused.Message.ReplaceLineEndings(" ").TrimEnd();
}
