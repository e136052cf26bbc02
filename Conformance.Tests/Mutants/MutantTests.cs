using Conformance.Checking;
using Conformance.Checking.Rules;
using Conformance.Reporting.Texts;
using Conformance.Results;
using Conformance.Running;
using Conformance.Running.Cases;
using Conformance.Tests.Support;
using NUnit.Framework;

namespace Conformance.Tests.Mutants;

/// <summary>The judge judged: each wrong relay must be caught by the check that is named for it, and the right one by none.</summary>
[CancelAfter(60_000)]
internal sealed class MutantTests
{
    // Long enough for the check of a connection that is never closed (a second), short enough to wait for it.
    private static readonly CaseSettings Settings = new() { Timeout = TimeSpan.FromSeconds(8) };

    public static IEnumerable<TestCaseData> Mutants() =>
        MutantCatalog.All.Select(mutant => new TestCaseData(mutant).SetArgDisplayNames(mutant.Name));

    public static IEnumerable<TestCaseData> Unchanged() =>
        from pair in MutantCatalog.All.Select(mutant => (mutant.Case, mutant.Side)).Distinct()
        select new TestCaseData(pair.Case, pair.Side).SetArgDisplayNames($"{pair.Case} through {pair.Side}");

    [Test]
    public void There_are_enough_of_them_and_each_has_a_name_of_its_own() => Assert.Multiple(() =>
    {
        Assert.That(MutantCatalog.All, Has.Count.GreaterThanOrEqualTo(45));
        Assert.That(MutantCatalog.All.Select(mutant => mutant.Name), Is.Unique);
    });

    [TestCaseSource(nameof(Mutants))]
    public async Task A_wrong_relay_is_found_by_the_check_that_is_named(Mutant mutant, CancellationToken cancellationToken)
    {
        var result = await PlayAsync(mutant.Case, mutant.Side, mutant.Rewriter, cancellationToken);

        var errors = result.Findings.Where(finding => finding.Severity == Severity.Error && finding.Check == mutant.Check).ToList();
        Assert.That(errors, Is.Not.Empty, () => FailureText.Create(result, mutant.Name));
        Assert.That(errors[0].Kind, Is.EqualTo(IsRule(mutant) ? FindingKind.Rule : FindingKind.Outcome));
        if (!IsRule(mutant))
        {
            // A broken rule is judged over the run; a wrong outcome decides the case.
            Assert.That(result.Verdict, Is.EqualTo(Verdict.Failed), result.Reason);
        }
    }

    [Test]
    public void Every_rule_of_a_stream_has_a_mutant()
    {
        // What a relay cannot be made to do by changing its events: other statuses, ids, types and times, and what is a warning.
        string[] elsewhere =
        [
            "http-status", "id-field", "unknown-event", "missing-delta", "empty-message", "stream-parity", "leak", "done-marker",
        ];

        var rules = CheckCatalog.All.Where(check => check.Scope is not RuleScope.ChatRequest)
            .Select(check => check.Info.Id)
            .Except(elsewhere);

        Assert.That(rules.Except(MutantCatalog.All.Select(mutant => mutant.Check)), Is.Empty);
    }

    [TestCaseSource(nameof(Unchanged))]
    public async Task The_right_relay_behind_the_same_proxy_passes(string id, Side side, CancellationToken cancellationToken)
    {
        var result = await PlayAsync(id, side, () => new Rewriting((frame, _) => [frame]), cancellationToken);

        Assert.That(result.Verdict, Is.EqualTo(Verdict.Passed), () => FailureText.Create(result, "unchanged"));
    }

    private static bool IsRule(Mutant mutant) => CheckCatalog.Infos.Any(info => info.Id == mutant.Check);

    private static async Task<CaseResult> PlayAsync(string id, Side side, Func<IRewriter> rewriter, CancellationToken cancellationToken)
    {
        Uri? behind = null;
        await using var proxy = await MutantProxy.StartAsync(() => behind!, rewriter, cancellationToken);
        await using var theatre = await Theatre.WithAsync(
            upstream =>
            {
                behind = upstream;
                return side == Side.Chunks ? Theatre.Processes(() => new Uri(proxy.Url, upstream.AbsolutePath)) : Front(upstream);
            },
            Settings,
            cancellationToken);

        return (await theatre.PlayAsync(Theatre.Scenario(id), cancellationToken)).Result;

        FrontedRelay Front(Uri upstream) => new(Theatre.Processes(() => upstream), relay =>
        {
            behind = relay;
            return proxy.Url;
        });
    }
}
