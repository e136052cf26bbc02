using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Expecting.Goldens;
using Conformance.Running;
using Scenarios.Words;

namespace Conformance.Commands;

/// <summary><c>accept</c>: takes received streams over as goldens, after showing what changes.</summary>
internal static class AcceptCommand
{
    public static Command Create(Terminal terminal)
    {
        var ids = new Argument<string[]>("ids")
        {
            Description = "The ids of the cases to accept. Default: every case with a received stream.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var yes = new Option<bool>("--yes", "-y") { Description = "Accept without asking." };
        var golden = new Option<string?>("--golden")
        {
            Description = "The folder that holds the golden files. Default: beside the cases.",
            HelpName = "DIR",
        };
        var command = new Command("accept", "Replace golden files with the received streams. Refused on a build server (CI=true).")
        {
            ids,
            yes,
            golden,
        };
        HelpWithExamples.Add(command, """
            relayconf accept
            relayconf accept tools/name-split --yes
            """);
        command.SetAction(parsed =>
        {
            if (terminal.IsBuildServer)
            {
                throw new UsageException("Golden files cannot be accepted on a build server (CI is set). Accept them on a machine where "
                    + "you can review them, and commit them.");
            }

            var folder = parsed.GetValue(golden) is { } named
                ? Path.GetFullPath(named, terminal.Directory)
                : ScenarioFolder.Find(parsed, terminal);
            return Accept(new GoldenStore(folder), parsed.GetValue(ids) ?? [], parsed.GetValue(yes), terminal);
        });
        return command;
    }

    private static int Accept(GoldenStore store, string[] ids, bool yes, Terminal terminal)
    {
        var waiting = store.ListWaiting();
        if (ids.FirstOrDefault(id => !waiting.Contains(id, StringComparer.Ordinal)) is { } missing)
        {
            var near = WordSuggestion.FindAll(missing, waiting);
            throw new UsageException($"There is no received stream "
                + $"for '{missing}'{(near.Count == 0 ? "; run the case first." : $"; did you mean {string.Join(" or ", near)}?")}");
        }

        string[] wanted = [.. ids.Length > 0 ? ids : waiting];
        if (wanted.Length > 0 && !yes && !terminal.CanAsk)
        {
            throw new UsageException($"{wanted.Length} received {(wanted.Length == 1 ? "stream is" : "streams are")} pending and "
                + $"there is no terminal to ask on; use --yes to accept without review.");
        }

        var accepted = wanted.Count(id => AcceptOne(store, id, yes, terminal));
        terminal.Out.WriteLine($"{accepted} accepted, {wanted.Length - accepted} pending");
        return ExitCodes.AsExpected;
    }

    private static bool AcceptOne(GoldenStore store, string id, bool yes, Terminal terminal)
    {
        var paint = new Paint(terminal.Out, terminal.HasColor);
        paint.Line(Tone.Strong, id);
        foreach (var line in store.Difference(id).Lines)
        {
            paint.Line(line switch { ['+', ..] => Tone.Good, ['-', ..] => Tone.Bad, _ => Tone.Plain }, line);
        }

        if (!yes && !Confirm(terminal))
        {
            return false;
        }

        store.Accept(id);
        return true;
    }

    private static bool Confirm(Terminal terminal)
    {
        terminal.Out.Write("Accept? [y/N] ");
        terminal.Out.Flush();
        return terminal.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
