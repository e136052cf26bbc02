using System.CommandLine;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Expecting;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>accept</c>: takes received streams over as goldens, after showing what changes.</summary>
internal static class AcceptCommand
{
    public static Command Create(Terminal terminal)
    {
        var ids = new Argument<string[]>("ids") { Description = "The cases; all that wait by default.", Arity = ArgumentArity.ZeroOrMore };
        var yes = new Option<bool>("--yes", "-y") { Description = "Do not ask." };
        var golden = new Option<string?>("--golden") { Description = "The folder of the goldens. Default: beside the cases.", HelpName = "DIR" };
        var command = new Command("accept", "Take received streams over as goldens. Never on a build server (CI=true).") { ids, yes, golden };
        HelpWithExamples.Add(command, """
            relayconf accept
            relayconf accept tools/args-split --yes
            """);
        command.SetAction(parsed =>
        {
            if (terminal.IsBuildServer)
            {
                throw new UsageException("Goldens are not accepted on a build server (CI is set); accept them where they can be read, and commit them.");
            }

            var folder = parsed.GetValue(golden) is { } named ? Path.GetFullPath(named, terminal.Directory) : ScenarioFolder.Find(parsed, terminal);
            return Accept(new GoldenStore(folder), parsed.GetValue(ids) ?? [], parsed.GetValue(yes), terminal);
        });
        return command;
    }

    private static int Accept(GoldenStore store, string[] ids, bool yes, Terminal terminal)
    {
        var waiting = store.Waiting();
        if (ids.FirstOrDefault(id => !waiting.Contains(id, StringComparer.Ordinal)) is { } missing)
        {
            var near = NearestWord.Of(missing, waiting);
            throw new UsageException($"Nothing was received for '{missing}'{(near.Count == 0 ? "; run the case first." : $"; did you mean {string.Join(" or ", near)}?")}");
        }

        string[] wanted = [.. ids.Length > 0 ? ids : waiting];
        if (wanted.Length > 0 && !yes && !terminal.CanAsk)
        {
            throw new UsageException($"{wanted.Length} received streams wait, and nobody can be asked here; give --yes to accept them unseen.");
        }

        var accepted = wanted.Count(id => AcceptOne(store, id, yes, terminal));
        terminal.Out.WriteLine($"{accepted} accepted, {wanted.Length - accepted} left");
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

        if (!yes && !Asked(terminal))
        {
            return false;
        }

        store.Accept(id);
        return true;
    }

    private static bool Asked(Terminal terminal)
    {
        terminal.Out.Write("Accept? [y/N] ");
        terminal.Out.Flush();
        return terminal.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }
}
