using System.Text.Json;
using Conformance.Fuzzing.Generating;
using Conformance.Fuzzing.Proving;
using Conformance.Tests.Support;
using MockUpstream.Compiling;
using MockUpstream.Playing;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;
using Scenarios.Writing;
using Scenarios.Yaml;

namespace Conformance.Tests.Fuzzing;

/// <summary>What a program writes reads as what it meant.</summary>
internal sealed class WrittenCaseTests
{
    private static IEnumerable<TestCaseData> Files() =>
        Theatre.Catalog.Scenarios.Select(static scenario => new TestCaseData(scenario).SetArgDisplayNames(scenario.Id));

    [Test]
    public void A_generated_case_reads_as_it_was_made([Range(1, 4)] int seed)
    {
        for (var number = 0; number < 500; number++)
        {
            var made = FuzzCases.Create(seed, number);
            var text = ScenarioWriter.Write(made);

            var read = ScenarioReader.Read("f.yaml", made.Id, text, Theatre.Catalog.Vocabulary);

            Assert.That(read.Problems, Is.Empty, text);
            Assert.That(Bytes(read.Scenario!), Is.EqualTo(Bytes(made)), text);
            Assert.That(Members(read.Scenario!), Is.EqualTo(Members(made)), text);
            Assert.That(read.Scenario!.Vary, Is.EqualTo(made.Vary));
            Assert.That(DerivedExpectation.Has(read.Scenario), text);
        }
    }

    [TestCaseSource(nameof(Files))]
    public void The_tree_of_a_file_survives_being_written(Scenario scenario)
    {
        var tree = (YamlMap)YamlTree.Read("f.yaml", scenario.Source, new ProblemLog())!;

        var again = (YamlMap)YamlTree.Read("f.yaml", YamlText.Write(tree), new ProblemLog())!;

        Assert.That(YamlText.FormatInLine(again), Is.EqualTo(YamlText.FormatInLine(tree)));
        Assert.That(ScenarioReader.Read("f.yaml", scenario.Id, YamlText.Write(tree), Theatre.Catalog.Vocabulary).Problems, Is.Empty);
    }

    [Test]
    public void A_case_that_a_person_wrote_with_events_is_not_written_from_its_model() =>
        Assert.That(() => ScenarioWriter.Write(Theatre.Scenario("text/plain")), Throws.ArgumentException);

    private static List<string> Bytes(Scenario scenario) =>
    [
        .. scenario.Turns[0].Upstream.SelectMany(static exchange => exchange.Steps.Count == 0
            ? [$"{exchange.Status} {exchange.Body?.GetRawText()}"]
            : ScriptCompiler.Compile(exchange, "m").Pieces.Select(static piece => piece is WritePiece write
                ? Convert.ToHexString(write.Bytes.Span)
                : $"{piece.Step.Word} {(piece as ClosePiece)?.Kind}")),
    ];

    private static List<string> Members(Scenario scenario) =>
        [.. scenario.Turns[0].Client.Body
            .EnumerateObject()
            .Select(static member => $"{member.Name}: {JsonSerializer.Serialize(member.Value)}")
            .Order(StringComparer.Ordinal)];
}
