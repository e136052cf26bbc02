using System.Text.RegularExpressions;
using NUnit.Framework;
using Scenarios.Words;

namespace Scenarios.Tests.Words;

/// <summary>The guide for authors says what the reader knows.</summary>
public sealed class GuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(Repository.Scenarios, "README.md"));

    [Test]
    public void The_case_of_the_guide_reads()
    {
        var text = Guide.Split("```")[1]["yaml\n".Length..];

        Assert.That(CaseText.ReadGood(text, "tools/name-split").Tags, Is.EqualTo(new[] { "tools", "identity" }));
    }

    [Test]
    public void The_guide_names_every_step_modifier_and_key()
    {
        var words = StepWords.All.Words.Select(word => word.Name)
            .Concat(StepWords.Modifiers.Names)
            .Concat(FormatKeys.Client.Names)
            .Concat(FormatKeys.Expect.Names)
            .Concat(FormatKeys.Timing.Names)
            .Concat(FormatKeys.Final.Names)
            .Concat(FormatKeys.Wire.Names)
            .Concat(FormatWords.CloseKinds.Names);

        Assert.That(words.Where(word => !Guide.Contains(word, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_guide_lists_every_code_a_problem_may_have()
    {
        var sources = Directory.EnumerateFiles(Repository.Scenarios, "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText);
        var codes = sources.SelectMany(source => Codes().Matches(source)).Select(match => match.Groups["code"].Value).Distinct().ToList();

        Assert.That(codes, Has.Count.GreaterThan(30));
        Assert.That(codes.Where(code => !Guide.Contains($"`{code}`", StringComparison.Ordinal)), Is.Empty);
    }

    private static Regex Codes() =>
        new(
            """(Report|Add|StopReadingException)\([^;"]*?"(?<code>[a-z]+(-[a-z]+)*)",""",
            RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1));
}
