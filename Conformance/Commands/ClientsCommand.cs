using System.CommandLine;
using Conformance.Clients;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Reporting.Boards;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>clients</c>: which clients work with a relay, from a run.</summary>
internal static class ClientsCommand
{
    public static Command Create(Terminal terminal)
    {
        var run = new RunArgument();
        var client = new Option<string?>("--client")
        {
            Description = "Show one client, with every case in which it loses part of an answer.",
            HelpName = "NAME",
        };
        var format = BoardFormat.CreateOption();
        var command = new Command("clients", "Show which clients work with the relay of a run, and which content they would lose.")
        {
            client,
            format,
        };
        run.AddTo(command);
        HelpWithExamples.Add(command, """
            relayconf clients
            relayconf clients reports/20260101-120000-acme --client codex
            relayconf clients --format json

            works      the client receives everything in the answer
            by nature  a limitation of the client that no relay can avoid
            loses      the client continues without part of the answer
            breaks     the client throws, hangs, or misses the answer
            """);
        command.SetAction(parsed => Show(parsed, terminal, run, parsed.GetValue(client), parsed.GetValue(format)!));
        return command;
    }

    private static int Show(ParseResult parsed, Terminal terminal, RunArgument run, string? client, string format)
    {
        var known = ClientViews.All.Select(static view => view.Info.Name).ToList();
        if (client is not null)
        {
            SelectionOptions.RefuseUnknown("client", [client], known);
        }

        var recorded = run.Read(parsed, terminal);
        var board = ClientBoard.Of(recorded.Result);
        board = board with { Rows = [.. board.Rows.Where(row => client is null || row.Client == client)] };
        switch (format)
        {
            case "json":
                terminal.Out.WriteLine(BoardJson.Create(recorded.Result.Info, board));
                break;
            case "md":
                terminal.Out.Write(BoardMarkdown.Create(recorded.Result.Info, board));
                break;
            default:
                ClientTable.Show(recorded.Result, board, everything: client is not null
                    || parsed.GetValue(CommonOptions.Verbose), terminal);
                break;
        }

        return ExitCodes.AsExpected;
    }
}
