using Conformance.Reporting.Texts;
using Conformance.Results;
using Conformance.Tests.Support;
using NUnit.Framework;

namespace Conformance.Tests.EndToEnd;

/// <summary>Every case of the repository, played over real sockets against the bundled relay and held to its golden.</summary>
[CancelAfter(60_000)]
internal sealed class ScenarioTests
{
    private static readonly Lazy<Task<Theatre>> Shared = new(() => Theatre.BundledAsync(CancellationToken.None));

    public static IEnumerable<TestCaseData> Cases() =>
        Theatre.Catalog.Scenarios.Select(scenario => new TestCaseData(scenario.Id).SetArgDisplayNames(scenario.Id));

    [OneTimeTearDown]
    public static async Task StopRelays()
    {
        if (Shared.IsValueCreated)
        {
            await (await Shared.Value).DisposeAsync();
        }
    }

    [Test]
    public void Every_file_lints() => Assert.That(Theatre.Catalog.Problems, Is.Empty);

    [Test]
    public void Every_case_has_its_golden() => Assert.That(
        Theatre.Catalog.Scenarios.Select(scenario => scenario.Id)
            .Where(id => !File.Exists(Repository.PathOf($"Scenarios/{id}.golden.jsonl"))),
        Is.Empty);

    [TestCaseSource(nameof(Cases))]
    public async Task Case(string id, CancellationToken cancellationToken)
    {
        var theatre = await Shared.Value.WaitAsync(cancellationToken);

        var outcome = await theatre.PlayAsync(Theatre.Scenario(id), cancellationToken);

        Assert.That(outcome.Result.Verdict, Is.EqualTo(Verdict.Passed), () => FailureText.Create(outcome.Result, "bundled"));
    }
}
