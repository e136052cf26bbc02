using System.CommandLine;
using Conformance.Checking;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Gating;
using Conformance.Results;
using Conformance.Running;
using Conformance.Running.Features;
using Scenarios.Describing;

namespace Conformance.Commands;

/// <summary><c>schema</c>: prints the JSON schemas of the files that are read and written.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var what = new Argument<string>("what") { Description = "scenario (the file of a case), results (a line of results.jsonl), relays "
            + "(relays.yaml) or known (a known-failures file).", DefaultValueFactory = _ => "scenario" };
        what.AcceptOnlyFromAmong("scenario", "results", "relays", "known");
        var command = new Command("schema", "Print a JSON schema, for editors and for programs that read results.") { what };
        HelpWithExamples.Add(command, """
            relayconf schema scenario > Scenarios/scenario.schema.json
            relayconf schema results
            relayconf schema relays
            relayconf schema known
            """);
        command.SetAction(parsed =>
        {
            var schema = parsed.GetValue(what) switch
            {
                "results" => ResultsSchema.Create(),
                "relays" => GateSchemas.CreateRelaySchema(RelayFeatures.All),
                "known" => GateSchemas.CreateKnownSchema(
                    [.. CheckCatalog.Infos.Select(static check => KeyValuePair.Create(check.Id, check.Title))]),
                _ => ScenarioSchema.Create(ScenarioFolder.Open(parsed, terminal).Vocabulary),
            };
            terminal.Out.WriteLine(schema.TrimEnd('\n'));
            return ExitCodes.AsExpected;
        });
        return command;
    }
}
