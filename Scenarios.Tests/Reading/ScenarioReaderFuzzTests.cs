using NUnit.Framework;
using Scenarios.Writing;

namespace Scenarios.Tests.Reading;

/// <summary>Whatever stands in a file, reading it ends in a case or in problems, never in an exception.</summary>
public sealed class ScenarioReaderFuzzTests
{
    private const int RoundsPerSeed = 1000;

    private static readonly string[] Pieces =
    [
        "[", "]", "{", "}", ": ", "- ", "\n", "\n  ", "&a ", "*a", "'", "\"", "|\n", ">", "#", "!!str ", "? ",
        "\t", "%YAML 1.2\n", "---\n", "...\n", "<<: ", "\\", "$x", "null", "1e9", "\0",
        "\ud83d", "\u2028", "@", "`", "{{i}}", "-1", "99999999999999999999",
    ];

    [Test]
    public void Mutated_cases_never_throw([Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        var good = ScenarioTemplate.Create("area/name") + CaseText.WithSteps(
            "tool: {index: 0, id: a, args: {b: 1}}",
            "repeat: {times: 2, steps: [text: a, burst: [text: b, flush]]}",
            "{raw: a, split: [1, 2]}",
            "bytes: E4 BD",
            "close: reset")[26..];

        for (var round = 0; round < RoundsPerSeed; round++)
        {
            var text = Mutate(good, random);

            var result = CaseText.Read(text);

            Assert.That(result.Scenario is null, Is.EqualTo(result.Problems.Count > 0), text);
        }
    }

    [Test]
    public void Deep_nesting_and_growing_aliases_are_refused()
    {
        var deep = CaseText.WithSteps("delta: {a: " + new string('[', 5000) + new string(']', 5000) + "}");
        var growing = CaseText.WithSteps("delta: {a: &a [x,x,x,x,x,x,x,x,x,x], b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a], c: &c [*b,*b,*b,*b,"
            + "*b,*b,*b,*b,*b,*b], d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c], e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d], f: [*e,*e,*e,*e,*e,*e,*e,"
            + "*e,*e,*e]}");

        Assert.That(CaseText.Read(deep).Problems[0].Code, Is.EqualTo("too-deep"));
        Assert.That(CaseText.Read(growing).Problems[0].Code, Is.EqualTo("too-large"));
    }

    private static string Mutate(string text, Random random)
    {
        for (var change = random.Next(1, 5); change > 0; change--)
        {
            var start = random.Next(text.Length);
            var length = random.Next(Math.Min(text.Length - start, 12));
            text = random.Next(4) switch
            {
                0 => text.Remove(start, length),
                1 => text.Insert(start, Pieces[random.Next(Pieces.Length)]),
                2 => text.Insert(start, text.Substring(random.Next(text.Length - length), length)),
                _ => text.Remove(start, length).Insert(start, Pieces[random.Next(Pieces.Length)]),
            };
        }

        return text;
    }
}
