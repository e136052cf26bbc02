using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;

namespace Testing.Support;

/// <summary>Small cases as text, and reading them with the repository's vocabulary.</summary>
public static class CaseText
{
    public const string Id = "area/name";

    private const string Head = """
        schema: relay-scenario/v1
        id: area/name
        title: Something happens
        level: must

        """;

    /// <summary>A case with these steps.</summary>
    public static string WithSteps(params string[] steps) => Head + $$$"""
        client: {ask: Hi}
        upstream:
          steps:
        {{{string.Join('\n', steps.Select(step => $"    - {step}"))}}}
        expect: {final: {status: completed}}

        """;

    /// <summary>A case whose upstream is this text, which starts in line 6.</summary>
    public static string WithUpstream(string upstream) =>
        Head + "client: {ask: Hi}\nupstream: " + upstream + "\nexpect: {final: {status: completed}}\n";

    /// <summary>A case whose expectation is this text, which starts in line 7.</summary>
    public static string WithExpect(string expect) =>
        Head + "client: {ask: Hi}\nupstream: {steps: [text: Hi, finish: stop, done]}\nexpect: " + expect + "\n";

    /// <summary>A case whose client is this text, which starts in line 5.</summary>
    public static string WithClient(string client) =>
        Head + $"client: {client}\n" + "upstream: {steps: [text: Hi, finish: stop, done]}\nexpect: {final: {status: completed}}\n";

    public static ReadResult Read(string text, string id = Id) =>
        ScenarioReader.Read($"Scenarios/{id}.yaml", id, text, Repository.Vocabulary);

    /// <summary>The case; a problem fails the test and is shown.</summary>
    public static Scenario ReadGood(string text, string id = Id)
    {
        var result = Read(text, id);
        Assert.That(result.Problems.Select(problem => problem.ToString()), Is.Empty);
        return result.Scenario ?? throw new AssertionException("no problems and no case");
    }

    /// <summary>The problems as lines, without the file's name.</summary>
    public static IReadOnlyList<string> Problems(string text, string id = Id) =>
        [.. Read(text, id).Problems.Select(problem => problem.ToString()[$"Scenarios/{id}.yaml:".Length..])];

    /// <summary>The steps of the only exchange.</summary>
    public static IReadOnlyList<UpstreamStep> Steps(params string[] steps) => ReadGood(WithSteps(steps)).Turns[0].Upstream[0].Steps;
}
