using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Running;
using Scenarios.Reading;

namespace Conformance.Commands;

/// <summary><c>schema</c>: the JSON schemas of what is read and written.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var what = new Argument<string>("what") { Description = "scenario (a case's file) or results (a line of results.jsonl).", DefaultValueFactory = _ => "scenario" };
        what.AcceptOnlyFromAmong("scenario", "results");
        var command = new Command("schema", "Print a JSON schema, for editors and for readers of results.") { what };
        HelpWithExamples.Add(command, """
            relayconf schema scenario > Scenarios/scenario.schema.json
            relayconf schema results
            """);
        command.SetAction(parsed =>
        {
            var schema = parsed.GetValue(what) == "results"
                ? RunComposition.ResultsSchema()
                : ScenarioSchema.Create(ScenarioFolder.Open(parsed, terminal).Vocabulary);
            terminal.Out.WriteLine(schema.TrimEnd('\n'));
            return ExitCodes.AsExpected;
        });
        return command;
    }
}
