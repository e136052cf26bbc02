using Scenarios.Model;
using Scenarios.Reading.Heads;
using Scenarios.Reading.Nodes;
using Scenarios.Words;
using Scenarios.Yaml;

namespace Scenarios.Reading;

/// <summary>The result of reading one file: either the case or its problems, never both.</summary>
/// <param name="Scenario">The case; <see langword="null"/> when there are problems.</param>
/// <param name="Problems">All problems of the file, in the order of their places.</param>
public sealed record ReadResult(Scenario? Scenario, IReadOnlyList<ScenarioProblem> Problems);

/// <summary>
/// Reads a file of <c>relay-scenario/v1</c>: YAML nodes with their places in, a <see cref="Scenario"/> or problems out. No I/O.
/// </summary>
public static class ScenarioReader
{
    /// <summary>Reads one file's text.</summary>
    /// <param name="file">The file's name for places, such as <c>Scenarios/tools/name-split.yaml</c>.</param>
    /// <param name="expectedId">The id that the file's path demands, such as <c>tools/name-split</c>.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="vocabulary">The closed lists.</param>
    public static ReadResult Read(string file, string expectedId, string text, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(expectedId);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(vocabulary);

        var problems = new ProblemLog();
        var scenario = YamlTree.Read(file, text, problems) is { } root
            ? Read(root, expectedId, text, vocabulary, new NodeReader(problems))
            : null;
        return problems.Count == 0 ? new ReadResult(scenario, []) : new ReadResult(null, problems.InOrder());
    }

    private static Scenario? Read(YamlNode root, string expectedId, string text, Vocabulary vocabulary, NodeReader nodes)
    {
        if (nodes.ReadFields(root, FormatKeys.Case) is not { } fields)
        {
            return null;
        }

        PlaceholderFinder.Report(root, nodes);
        var head = new HeadReader(nodes, fields);
        head.CheckSchema();
        var turns = new TurnReader(nodes, vocabulary, new SourceText(text)).Read(fields);
        return new Scenario
        {
            Id = head.ReadId(expectedId),
            Title = head.ReadTitle(),
            Why = head.ReadWhy(),
            Level = head.ReadLevel(),
            Spec = head.ReadWords("spec", "reference", "unknown-spec", Known(vocabulary.Specs.Keys)),
            Quirks = head.ReadWords("quirks", "quirk", "unknown-quirk", Known(vocabulary.Quirks.Keys)),
            Tags = head.ReadWords("tags", "tag", "unknown-tag", Known(vocabulary.Tags.Keys)),
            SeenIn = head.ReadWords("seen_in", "vendor", "unknown-vendor", Known(vocabulary.Vendors.Keys)),
            Relay = RelaySetupReader.Read(fields["relay"], nodes),
            Turns = turns,
            Vary = VariationReader.Read(fields["vary"], turns, nodes),
            Place = root.Place,
            Source = text,
        };

        IEnumerable<string>? Known(IEnumerable<string> words) => vocabulary.IsOpen ? null : words;
    }
}
