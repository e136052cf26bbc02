using System.CommandLine;
using System.Globalization;
using Conformance.Classifying;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Importing;
using Conformance.Reporting.Texts;
using Conformance.Results;
using Conformance.Running;
using Scenarios.Model;
using Scenarios.Reading;
using Scenarios.Reading.Vocabularies;

namespace Conformance.Commands;

/// <summary><c>classify</c>: names the quirks that recorded answers of vendors show.</summary>
internal static class ClassifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("file")
        {
            Description = "A scenario, a saved stream or body, or a HAR file; - for standard input.",
            HelpName = "FILE|-",
            Arity = ArgumentArity.OneOrMore,
        };
        var command = new Command("classify", "List the quirks found in a vendor's answers, with the place of each.") { files };
        HelpWithExamples.Add(command, """
            relayconf classify Scenarios/recorded/gpt-5-001.yaml
            relayconf classify answer.sse browser.har
            curl -iN $URL/v1/chat/completions -d @request.json | relayconf classify -

            A quirk is not a fault; docs/quirks.md describes how the bundled relay
            handles each.
            Exit codes: 0 classified, 2 a file cannot be read.
            """);
        command.SetAction(parsed => Classify(parsed, parsed.GetRequiredValue(files), terminal));
        return command;
    }

    private static int Classify(ParseResult parsed, string[] files, Terminal terminal)
    {
        var (vocabulary, problems) = VocabularyReader.Load(ScenarioFolder.Find(parsed, terminal));
        if (problems.Count > 0)
        {
            return ProblemList.Show(terminal, problems);
        }

        foreach (var answer in files.SelectMany(file => ReadAnswers(file, vocabulary, terminal)))
        {
            Show(answer, vocabulary, terminal.Out);
        }

        return ExitCodes.AsExpected;
    }

    private static IReadOnlyList<ClassifiedAnswer> ReadAnswers(string word, Vocabulary vocabulary, Terminal terminal)
    {
        var name = word == "-" ? "standard input" : word;
        var bytes = SavedBytes.Read(word, name, terminal);
        if (!word.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) && !word.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                return SavedChatAnswers.Classify(name, bytes);
            }
            catch (UnreadableFileException problem)
            {
                throw new UsageException(problem.Message);
            }
        }

        // The open places of a recording concern the relay; the vendor's answer is complete.
        var text = System.Text.Encoding.UTF8.GetString(bytes.Span).Replace("TODO:", "Open:", StringComparison.Ordinal);
        var read = ScenarioReader.Read(name, IdIn(text), text, vocabulary);
        return read.Scenario is { } scenario ? ScenarioAnswers.Classify(scenario) : throw new FileProblemsException(read.Problems);
    }

    /// <summary>Returns the id that the file gives itself: where it stands does not matter here.</summary>
    private static string IdIn(string text) =>
        text.Split('\n').FirstOrDefault(static line => line.StartsWith("id:", StringComparison.Ordinal))?["id:".Length..].Trim(
            ' ', '\'', '"', '\r') ?? "";

    private static void Show(ClassifiedAnswer answer, Vocabulary vocabulary, TextWriter output)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"status {answer.Stream.Status}, {answer.Stream.Body.Length:#,0} bytes");
        var quirks = answer.Sightings.Count switch
        {
            0 => "no quirks",
            1 => "1 quirk",
            var count => $"{count} quirks",
        };
        output.WriteLine($"{PlainText.Create(answer.Name)}: {what}, {quirks}");
        foreach (var sighting in answer.Sightings)
        {
            output.WriteLine(Columns.Hang(
                $"  {sighting.Quirk,-5} ", vocabulary.Quirks.GetValueOrDefault(sighting.Quirk, ""), Terminal.Width));
            var place = sighting.Offset is { } offset && answer.PlaceOf(offset) is { } at ? $"{at}: " : "";
            output.WriteLine(Columns.Hang("        ", PlainText.OneLine(Secrets.Mask($"{place}{sighting.Detail}")), Terminal.Width));
        }
    }
}
