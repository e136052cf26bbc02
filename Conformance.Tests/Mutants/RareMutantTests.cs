using System.Text.Json.Nodes;
using Conformance.Fuzzing;
using Conformance.Fuzzing.Shrinking;
using Conformance.Running;
using Conformance.Running.Cases;
using Conformance.Tests.Support;
using Conformance.Turns;
using NUnit.Framework;

namespace Conformance.Tests.Mutants;

/// <summary>
/// The generated cases judged: a relay with a bug that few streams show is found, and its case shrunk to what the bug needs.
/// </summary>
[CancelAfter(300_000)]
internal sealed class RareMutantTests
{
    private const int MostCases = 500;

    [Test]
    public async Task A_bug_of_two_calls_of_the_same_tool_is_found_and_shrunk(CancellationToken cancellationToken)
    {
        Uri? behind = null;
        await using var proxy = await MutantProxy.StartAsync(() => behind!, SharingCallIds, cancellationToken);
        var settings = new StageSettings
        {
            Target = Theatre.Bundled,
            Case = new CaseSettings { Relay = RelayTraits.Foreign },
            Relays = upstream => new FrontedRelay(Theatre.Processes(() => upstream), relay =>
            {
                behind = relay;
                return proxy.Url;
            }),
        };
        var vocabulary = Theatre.Catalog.Vocabulary;
        var (stage, fault) = await PlayingStage.OpenAsync(settings, vocabulary, TimeProvider.System, cancellationToken);
        Assert.That(fault, Is.Null);
        await using var playing = stage!;
        var folder = Directory.CreateTempSubdirectory("relayconf-fuzz");
        var player = new CasePlayer(playing.PlayAsync);

        var end = await new FuzzRun(
            player, scenario => CaseFiles.Write(scenario, folder.FullName, vocabulary), new Silent(), TimeProvider.System)
            .RunAsync(
                new FuzzSettings { Seed = 11, MaxTime = TimeSpan.MaxValue, MaxCases = MostCases, Jobs = 4, MaxFailures = 1 },
                cancellationToken);

        Assert.That(end.Problem, Is.Null);
        Assert.That(end.Failures.Select(static failure => failure.Finding.Check), Is.EqualTo(new[] { "call-id" }));
        Assert.That(File.Exists(end.Failures[0].File));
        var tree = CaseTree.Of(end.Failures[0].Case.Scenario, vocabulary);
        var shrinker = new CaseShrinker(
            (candidate, stop) => player.PlayAsync(candidate.Scenario, variation: null, stop), vocabulary, static (_, _) => { });
        var smallest = await shrinker.ShrinkAsync(tree, end.Failures[0].Case.Signature.Equals, cancellationToken);
        Assert.That(shrinker.Problem, Is.Null);
        Assert.That(smallest.Size.Steps, Is.LessThanOrEqualTo(5), smallest.Text);
        folder.Delete(recursive: true);
    }

    /// <summary>A relay that keys its calls by the tool's name: the second call of a tool gets the id of the first.</summary>
    private static Rewriting SharingCallIds()
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        return new Rewriting((frame, _) => frame.Json is null ? [frame] : [frame.With(json => Share(json, ids))]);
    }

    private static void Share(JsonObject json, Dictionary<string, string> ids)
    {
        foreach (var item in Items(json).Where(static item => item["type"]?.GetValue<string>() == "function_call"))
        {
            var (name, id) = (item["name"]!.GetValue<string>(), item["call_id"]!.GetValue<string>());
            item["call_id"] = ids.TryAdd(name, id) ? id : ids[name];
        }
    }

    private static IEnumerable<JsonObject> Items(JsonObject json) => json["item"] is JsonObject item
        ? [item]
        : json["response"]?["output"] is JsonArray output ? output.OfType<JsonObject>() : [];

    private sealed class Silent : IFuzzWatcher
    {
        public void ReportPlay(long cases, long plays, int failures, TimeSpan elapsed)
        {
        }

        public void ReportFailures(IReadOnlyList<FuzzFailure> failures)
        {
        }
    }
}
