using Conformance.Fuzzing;
using Conformance.Fuzzing.Shrinking;
using Conformance.Results;
using Conformance.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Tests.Fuzzing.Shrinking;

/// <summary>A failing case becomes as small as it can be while it fails the same way, and stays a case that the lint accepts.</summary>
internal sealed class CaseShrinkerTests
{
    private const string Case = """
        schema: relay-scenario/v1
        id: a/b
        title: A case
        level: must
        tags: [text, sse]
        client: {ask: How are you, request: {temperature: 1, metadata: {a: b}}}
        upstream:
          wire: {newline: crlf, split: 7}
          steps:
            - delta: {role: assistant, content: ""}
            - burst: [text: one two, comment: ping, text: three]
            - repeat: {times: 12, steps: [text: x]}
            - tool: {index: 0, id: call_1, name: add, args: '{}'}
            - {text: four, split: 2}
            - finish: tool_calls
            - usage: {prompt: 10, completion: 20, in: finish}
            - done
        expect:
          final: {status: completed}
        """;

    private int _plays;

    [Test]
    public async Task A_failure_that_needs_two_steps_keeps_two_steps()
    {
        var smallest = await ShrinkAsync(static scenario => Has<ToolStep>(scenario) && Has<FinishStep>(scenario)
            ? "A call after a finish."
            : null);

        Assert.That(smallest.Scenario.Turns[0].Upstream[0].Steps.Select(static step => step.Word), Is.EqualTo(new[] { "tool", "finish" }));
        Assert.That(smallest.Scenario.Turns[0].Client.Body.TryGetProperty("metadata", out _), Is.False);
        Assert.That(smallest.Scenario.Turns[0].Upstream[0].Wire, Is.EqualTo(new Wire()));
        Assert.That(smallest.Scenario.Tags, Is.Empty);
        Assert.That(ScenarioReader.Read("f.yaml", "a/b", smallest.Text, Theatre.Catalog.Vocabulary).Problems, Is.Empty);
    }

    [Test]
    public async Task A_character_is_cut_out_of_its_text()
    {
        var smallest = await ShrinkAsync(static scenario =>
            Texts(scenario.Turns[0].Upstream[0].Steps).Any(static text => text.Contains('w')) ? "A w." : null);

        Assert.That(Texts(smallest.Scenario.Turns[0].Upstream[0].Steps), Is.EqualTo(new[] { "w" }));
    }

    [Test]
    public async Task A_case_that_fails_in_another_way_is_not_taken()
    {
        var smallest = await ShrinkAsync(static scenario => Has<DoneStep>(scenario) ? "A sentinel." : "Something else.");

        Assert.That(smallest.Scenario.Turns[0].Upstream[0].Steps.Select(static step => step.Word), Is.EqualTo(new[] { "done" }));
    }

    [Test]
    public async Task Nothing_is_played_twice()
    {
        var played = new List<string>();
        await ShrinkAsync(static scenario => Has<ToolStep>(scenario) ? "A call." : null, played);

        Assert.That(played, Is.Unique);
        Assert.That(_plays, Is.EqualTo(played.Count));
    }

    private async Task<CaseTree> ShrinkAsync(Func<Scenario, string?> fails, List<string>? played = null)
    {
        var vocabulary = Theatre.Catalog.Vocabulary;
        var tree = CaseTree.Of(ScenarioReader.Read("f.yaml", "a/b", Case, vocabulary).Scenario!, vocabulary);
        var shrinker = new CaseShrinker(
            (candidate, _) =>
            {
                played?.Add(candidate.Text);
                return Task.FromResult(new FuzzedCase(candidate.Scenario, Findings(fails(candidate.Scenario)), 1));
            },
            vocabulary,
            static (_, _) => { });
        var smallest = await shrinker.ShrinkAsync(
            tree, FailureSignature.Of(tree.Scenario, Findings(fails(tree.Scenario))).Equals, CancellationToken.None);
        _plays = shrinker.Plays;
        return smallest;
    }

    private static List<Finding> Findings(string? message) =>
        message is null ? [] : [new Finding { Check = "made-up", Severity = Severity.Error, Message = message, Kind = FindingKind.Rule }];

    private static bool Has<T>(Scenario scenario) => scenario.Turns[0].Upstream[0].Steps.Any(static step => step is T);

    private static IEnumerable<string> Texts(IReadOnlyList<UpstreamStep> steps) => steps.SelectMany(static step => step switch
    {
        TextStep text => [text.Content],
        BurstStep burst => Texts(burst.Steps),
        RepeatStep repeat => Texts(repeat.Steps),
        _ => [],
    });
}
