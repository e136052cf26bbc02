using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Running;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using Scenarios.Model;

namespace Conformance.Commands;

/// <summary><c>list</c>: the cases, without playing them.</summary>
internal static class ListCommand
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create(Terminal terminal)
    {
        var selection = new SelectionOptions();
        var format = new Option<string>("--format")
        {
            Description = "text or json.",
            DefaultValueFactory = _ => "text",
            HelpName = "FORMAT",
        };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("list", "List cases with their titles, without running them.");
        selection.AddTo(command);
        command.Add(format);
        HelpWithExamples.Add(command, """
            relayconf list --tag tools
            relayconf list --level must --format json
            """);
        command.SetAction(parsed => List(selection.Read(parsed), parsed.GetValue(format) == "json", parsed, terminal));
        return command;
    }

    private static int List(Selection selection, bool json, ParseResult parsed, Terminal terminal)
    {
        var catalog = ScenarioFolder.Open(parsed, terminal);
        var chosen = SelectionOptions.Choose(catalog, selection);
        if (json)
        {
            WriteJson(chosen.Scenarios, terminal.Out);
        }
        else
        {
            foreach (var scenario in chosen.Scenarios)
            {
                terminal.Out.WriteLine($"{scenario.Id} [{Levels.GetWord(scenario.Level)}]");
                terminal.Out.WriteLine(Columns.Hang("    ", scenario.Title, Terminal.Width));
            }

            terminal.Out.WriteLine($"{chosen.Scenarios.Count} of {catalog.Scenarios.Count} cases");
        }

        if (chosen.Problems.Count > 0)
        {
            return ProblemList.Show(terminal, chosen.Problems);
        }

        return chosen.Scenarios.Count == 0 ? ExitCodes.NothingSelected : ExitCodes.AsExpected;
    }

    private static void WriteJson(IReadOnlyList<Scenario> scenarios, TextWriter output)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Indented))
        {
            json.WriteStartArray();
            foreach (var scenario in scenarios)
            {
                Write(json, scenario);
            }

            json.WriteEndArray();
        }

        output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, Scenario scenario)
    {
        json.WriteStartObject();
        json.WriteString("id", scenario.Id);
        json.WriteString("title", scenario.Title);
        json.WriteString("level", Levels.GetWord(scenario.Level));
        WriteWords(json, "spec", scenario.Spec);
        WriteWords(json, "quirks", scenario.Quirks);
        WriteWords(json, "tags", scenario.Tags);
        WriteWords(json, "seen_in", scenario.SeenIn);
        if (scenario.Vary is { } vary)
        {
            WriteWords(json, "vary", vary);
        }

        json.WriteString("setup", SetupText.Format(scenario.Relay));
        json.WriteNumber("turns", scenario.Turns.Count);
        json.WriteString("file", scenario.Place.File);
        json.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter json, string name, IReadOnlyList<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }
}
