using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Reporting.Boards;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>vendors</c>: which vendors can be put behind a relay, from a run.</summary>
internal static class VendorsCommand
{
    public static Command Create(Terminal terminal)
    {
        var run = new RunArgument();
        var vendor = new Option<string?>("--vendor") { Description = "Show one vendor, with all of its failures.", HelpName = "NAME" };
        var list = new Option<bool>("--list") { Description = "List the known vendors and their numbers of cases; needs no run." };
        var format = BoardFormat.CreateOption();
        var command = new Command("vendors", "Show which vendors work behind the relay of a run, and which content is lost.")
        {
            vendor,
            list,
            format,
        };
        run.AddTo(command);
        HelpWithExamples.Add(command, """
            relayconf vendors
            relayconf vendors reports/20260101-120000-acme --vendor ollama
            relayconf vendors --list

            works      every judged case of the vendor passes
            form only  the content is right, but the stream violates a rule
            loses      a client receives wrong or incomplete content
            unknown    no case of the vendor was judged
            """);
        command.SetAction(parsed => Show(parsed, terminal, run, parsed.GetValue(vendor), parsed.GetValue(list), parsed.GetValue(format)!));
        return command;
    }

    private static int Show(ParseResult parsed, Terminal terminal, RunArgument run, string? vendor, bool list, string format)
    {
        var catalog = ScenarioFolder.Open(parsed, terminal);
        if (vendor is not null)
        {
            SelectionOptions.RefuseUnknown("vendor", [vendor], catalog.Vocabulary.Vendors.Keys);
        }

        if (list)
        {
            VendorList.Show(catalog, vendor, format, terminal.Out);
            return ExitCodes.AsExpected;
        }

        var recorded = run.Read(parsed, terminal);
        var board = VendorBoard.Of(recorded.Result, catalog.Vocabulary.Vendors.Keys);
        board = board with { Rows = [.. board.Rows.Where(row => vendor is null ? row.Cases > 0 : row.Vendor == vendor)] };
        switch (format)
        {
            case "json":
                terminal.Out.WriteLine(BoardJson.Create(recorded.Result.Info, board));
                break;
            case "md":
                terminal.Out.Write(BoardMarkdown.Create(recorded.Result.Info, board));
                break;
            default:
                VendorTable.Show(recorded.Result, board, everything: vendor is not null
                    || parsed.GetValue(CommonOptions.Verbose), terminal);
                break;
        }

        return ExitCodes.AsExpected;
    }
}
