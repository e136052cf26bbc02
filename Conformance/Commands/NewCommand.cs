using System.CommandLine;
using System.Text.RegularExpressions;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Running;
using Scenarios.Writing;

namespace Conformance.Commands;

/// <summary><c>new</c>: a file to fill in.</summary>
internal static partial class NewCommand
{
    public static Command Create(Terminal terminal)
    {
        var id = new Argument<string>("id") { Description = "The id of the new case, such as tools/my-case." };
        var command = new Command("new", "Create the file of a new case. Lint rejects its placeholders until they are filled in.") { id };
        HelpWithExamples.Add(command, "relayconf new tools/my-case");
        command.SetAction(parsed => New(parsed.GetRequiredValue(id), ScenarioFolder.Find(parsed, terminal), terminal));
        return command;
    }

    private static int New(string id, string folder, Terminal terminal)
    {
        if (!Id().IsMatch(id))
        {
            throw new UsageException(
                $"'{id}' is not a valid id. An id is an area and a name in lower-case words with hyphens, such as tools/my-case.");
        }

        var file = Path.Combine(folder, id + ".yaml");
        if (File.Exists(file))
        {
            throw new UsageException($"The case '{id}' already exists: {FormatPath(file, terminal)}");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, ScenarioTemplate.Create(id));
        terminal.Out.WriteLine($"""
            Written: {FormatPath(file, terminal)}
            Next: fill in the placeholders, then
              relayconf lint {id}     check for problems
              relayconf show {id}     show the exact bytes
              relayconf run --run {id}
            """);
        return ExitCodes.AsExpected;
    }

    private static string FormatPath(string file, Terminal terminal) => Path.GetRelativePath(terminal.Directory, file);

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
