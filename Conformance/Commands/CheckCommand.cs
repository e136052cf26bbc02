using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Importing;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>check</c>: judges a saved stream or body without a scenario.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var options = new SavedAnswerOptions();
        var command = new Command("check", "Check a saved stream or body: list the violated rules, their places and the affected clients.");
        options.AddTo(command);
        HelpWithExamples.Add(command, """
            relayconf check answer.sse
            curl -iN $URL/v1/responses -d @request.json | relayconf check -
            relayconf check answer.sse --request request.json
            relayconf check browser.har --entry 12

            FILE is a stream saved by curl -N or -i, a JSON body, a HAR file, or events
            as JSON (one per line, or an array).
            Exit codes: 0 no findings, 1 findings, 2 the file cannot be read.
            """);
        command.SetAction(parsed => Check(parsed, options, terminal));
        return command;
    }

    private static int Check(ParseResult parsed, SavedAnswerOptions options, Terminal terminal)
    {
        var verdicts = options.Read(parsed, terminal)
            .Select(answer => SavedAnswerJudge.Judge(answer, options.ReadDialect(parsed)))
            .ToList();
        if (options.IsJson(parsed))
        {
            terminal.Out.WriteLine(SavedVerdictJson.Create(verdicts));
        }
        else
        {
            new SavedVerdictView(terminal, parsed.GetValue(CommonOptions.Verbose)).Show(verdicts);
        }

        var broken = verdicts.SelectMany(verdict => verdict.Broken).Select(one => one.ToString()).Distinct(StringComparer.Ordinal).ToList();
        broken.ForEach(problem => terminal.Error.WriteLine($"harness error: {problem}"));
        return broken.Count > 0 ? ExitCodes.Harness
            : verdicts.Any(verdict => verdict.Findings.Any(finding => options.Fails(parsed, finding))) ? ExitCodes.Unexpected
            : ExitCodes.AsExpected;
    }
}
