using Conformance.Fuzzing.Generating;
using Conformance.Fuzzing.Proving;
using Scenarios.Model;
using Scenarios.Reading;
using Scenarios.Writing;
using Scenarios.Yaml;

namespace Conformance.Fuzzing.Shrinking;

/// <summary>A case as the tree of its file, with the case that the tree reads as.</summary>
/// <param name="Root">The tree.</param>
/// <param name="Text">The file's text.</param>
/// <param name="Scenario">The case.</param>
internal sealed record CaseTree(YamlMap Root, string Text, Scenario Scenario)
{
    /// <summary>The size of the case: its steps, then its bytes.</summary>
    public (int Steps, int Bytes) Size =>
        (Scenario.Turns.SelectMany(static turn => turn.Upstream).Sum(static exchange => exchange.Steps.Flatten().Count()), Text.Length);

    /// <summary>Reads the tree of a case that reads.</summary>
    /// <exception cref="InvalidDataException">The text is not a case.</exception>
    public static CaseTree Of(Scenario scenario, Vocabulary vocabulary)
    {
        var root = YamlTree.Read(scenario.Place.File, scenario.Source, new ProblemLog()) as YamlMap
            ?? throw new InvalidDataException($"{scenario.Place.File} is no mapping.");
        return Read(root, scenario, vocabulary, isDerived: false)
            ?? throw new InvalidDataException($"{scenario.Place.File} does not read when it is written again.");
    }

    /// <summary>Returns the case of another tree, or <see langword="null"/> when the lint refuses it.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="vocabulary">The closed lists of the format.</param>
    /// <param name="isDerived">Whether its expectation is to follow from its upstream.</param>
    public CaseTree? TryReplaceRoot(YamlMap root, Vocabulary vocabulary, bool isDerived) => Read(root, Scenario, vocabulary, isDerived);

    private static CaseTree? Read(YamlMap root, Scenario original, Vocabulary vocabulary, bool isDerived)
    {
        var read = ReadText(root, original, vocabulary);
        if (!isDerived || read is null)
        {
            return read;
        }

        if (!FuzzCases.IsFair(read.Scenario) || read.Scenario.Turns is not [var turn]
            || ContractExpectation.Create(turn) is not { } expectation)
        {
            return null;
        }

        var expect = ScenarioWriter.CreateExpect(expectation);
        return ReadText(
            root with { Entries = [.. root.Entries.Select(entry => entry.Key.Value == "expect" ? entry with { Value = expect } : entry)] },
            original,
            vocabulary);
    }

    private static CaseTree? ReadText(YamlMap root, Scenario original, Vocabulary vocabulary)
    {
        var text = ScenarioWriter.Write(root);
        return ScenarioReader.Read(original.Place.File, original.Id, text, vocabulary).Scenario is { } scenario
            ? new CaseTree(root, text, scenario)
            : null;
    }
}
