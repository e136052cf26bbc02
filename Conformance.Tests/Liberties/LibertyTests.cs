using Conformance.Reporting.Texts;
using Conformance.Results;
using NUnit.Framework;

namespace Conformance.Tests.Liberties;

/// <summary>Right but different: relays that use a liberty are accused of nothing.</summary>
[CancelAfter(60_000)]
internal sealed class LibertyTests
{
    private static readonly Lazy<Task<LibertyStage>> Shared = new(() => LibertyStage.StartAsync(CancellationToken.None));
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public static IEnumerable<TestCaseData> Forms() =>
        from liberty in LibertyCatalog.All
        from id in liberty.Cases
        select new TestCaseData(liberty, id).SetArgDisplayNames(liberty.Name, id);

    [OneTimeTearDown]
    public static async Task StopRelays()
    {
        if (Shared.IsValueCreated)
        {
            await (await Shared.Value).DisposeAsync();
        }
    }

    [Test]
    public void There_are_at_least_forty() => Assert.Multiple(() =>
    {
        Assert.That(LibertyCatalog.All, Has.Count.GreaterThanOrEqualTo(40));
        Assert.That(LibertyCatalog.All.Select(liberty => liberty.Name), Is.Unique);
    });

    [Test]
    public void The_page_of_liberties_names_each()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/liberties.md"));

        Assert.That(
            LibertyCatalog.All.Select(liberty => liberty.Name).Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal)),
            Is.Empty);
    }

    [TestCaseSource(nameof(Forms))]
    public async Task A_relay_that_differs_rightly_is_not_accused(Liberty liberty, string id, CancellationToken cancellationToken)
    {
        var result = await PlayAsync(liberty, id, cancellationToken);

        var errors = result.Findings.Where(finding => finding.Severity == Severity.Error)
            .Select(finding => $"{finding.Check}: {finding.Message} expected {finding.Expected}, received {finding.Received}");
        Assert.Multiple(() =>
        {
            Assert.That(result.Verdict, Is.EqualTo(Verdict.Passed), () => FailureText.Create(result, liberty.Name));
            Assert.That(errors, Is.Empty);
        });
    }

    [TestCase("text-of-another-model", "text/plain", "outcome-text")]
    [TestCase("one-call-less", "tools/whole-calls-in-one-chunk", "outcome-calls")]
    [TestCase("arguments-of-another-call", "tools/args-split-missing-ids", "outcome-calls")]
    [TestCase("limit-as-completed", "finish/length", "outcome-status")]
    [TestCase("reasoning-invented", "reasoning/reasoning-content", "outcome-reasoning")]
    [TestCase("rate-limit-for-a-truncation", "end/truncated-after-text", "outcome-cause")]
    [TestCase("truncation-as-completed", "end/truncated-after-text", "outcome-status")]
    public async Task A_wrong_outcome_in_a_right_form_is_found(string damage, string id, string check, CancellationToken cancellationToken)
    {
        var result = await PlayAsync(WrongOutcomes.Find(damage), id, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(result.Verdict, Is.EqualTo(Verdict.Failed));
            Assert.That(
                result.Findings.Where(finding => finding.Kind == FindingKind.Outcome).Select(finding => finding.Check),
                Has.Some.EqualTo(check));
        });
    }

    private static async Task<CaseResult> PlayAsync(Liberty liberty, string id, CancellationToken cancellationToken)
    {
        var stage = await Shared.Value.WaitAsync(cancellationToken);
        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            return (await stage.PlayAsync(liberty, id, cancellationToken)).Result;
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
