using Conformance.Checking;
using Conformance.Checking.Rules;
using Conformance.Reporting.Texts;
using Conformance.Results;
using Conformance.Running;
using Conformance.Running.Cases;
using Conformance.Tests.Support;
using Conformance.Turns;
using NUnit.Framework;

namespace Conformance.Tests.Mutants;

/// <summary>
/// The lint of chat requests judged: each relay that asks its upstream wrongly must be found by the check that is named for it, the right
/// one by none.
/// </summary>
[CancelAfter(120_000)]
internal sealed class RequestMutantTests
{
    private static readonly SemaphoreSlim Turn = new(1, 1);
    private static Stage? _stage;

    public static IEnumerable<TestCaseData> Mutants() =>
        RequestMutantCatalog.All.Select(mutant => new TestCaseData(mutant).SetArgDisplayNames(mutant.Name));

    public static IEnumerable<TestCaseData> Cases() =>
        RequestMutantCatalog.All.Select(mutant => mutant.Case).Distinct().Select(id => new TestCaseData(id).SetArgDisplayNames(id));

    [Test]
    public void There_are_enough_of_them_and_each_has_a_name_of_its_own() => Assert.Multiple(() =>
    {
        Assert.That(RequestMutantCatalog.All, Has.Count.GreaterThanOrEqualTo(40));
        Assert.That(RequestMutantCatalog.All.Select(mutant => mutant.Name), Is.Unique);
        Assert.That(
            RequestMutantCatalog.All.Select(mutant => mutant.Check).Distinct(),
            Is.EquivalentTo(CheckCatalog.All.Where(check => check.Scope == RuleScope.ChatRequest).Select(check => check.Info.Id)));
    });

    [TestCaseSource(nameof(Mutants))]
    public async Task A_wrong_request_is_found_by_the_rule_named(RequestMutant mutant, CancellationToken cancellationToken)
    {
        var result = await PlayAsync(mutant.Case, mutant.Change, cancellationToken);

        var found = OfChat(result)
            .Where(finding => finding.Severity <= mutant.Severity)
            .Select(finding => (finding.Check, finding.Severity))
            .Distinct();
        Assert.That(found, Is.EqualTo(new[] { (mutant.Check, mutant.Severity) }), () => FailureText.Create(result, mutant.Name));
    }

    [TestCaseSource(nameof(Cases))]
    public async Task The_right_relay_behind_the_same_proxy_has_no_finding(string id, CancellationToken cancellationToken)
    {
        var result = await PlayAsync(id, static _ => { }, cancellationToken);

        Assert.That(result.Verdict, Is.EqualTo(Verdict.Passed), () => FailureText.Create(result, "unchanged"));
        Assert.That(OfChat(result).Select(finding => $"{finding.Check} {finding.Message} {finding.Received}"), Is.Empty);
    }

    [OneTimeTearDown]
    public static async Task EndAsync()
    {
        if (_stage is not null)
        {
            await _stage.Theatre.DisposeAsync();
            await _stage.Proxy.DisposeAsync();
        }
    }

    private static IEnumerable<Finding> OfChat(CaseResult result)
    {
        var ids = CheckCatalog.All.Where(check => check.Scope == RuleScope.ChatRequest)
            .Select(check => check.Info.Id)
            .ToHashSet(StringComparer.Ordinal);
        return result.Findings.Where(finding => ids.Contains(finding.Check));
    }

    /// <summary>
    /// One relay serves all mutants, one after the other: the change is the proxy's, and a case can be played once at a time.
    /// </summary>
    private static async Task<CaseResult> PlayAsync(string id, Action<OutgoingRequest> change, CancellationToken cancellationToken)
    {
        await Turn.WaitAsync(cancellationToken);
        try
        {
            _stage ??= await OpenAsync(cancellationToken);
            _stage.Proxy.Change = change;
            return (await _stage.Theatre.PlayAsync(Theatre.Scenario(id), cancellationToken)).Result;
        }
        finally
        {
            Turn.Release();
        }
    }

    private static async Task<Stage> OpenAsync(CancellationToken cancellationToken)
    {
        Uri? upstream = null;
        var proxy = await RequestMutantProxy.StartAsync(() => upstream!, cancellationToken);
        var theatre = await Theatre.WithAsync(
            url =>
            {
                upstream = url;
                return Theatre.Processes(() => new Uri(proxy.Url, url.AbsolutePath));
            },
            new CaseSettings { Relay = RelayTraits.Foreign },
            cancellationToken);
        return new Stage(theatre, proxy);
    }

    private sealed record Stage(Theatre Theatre, RequestMutantProxy Proxy);
}
