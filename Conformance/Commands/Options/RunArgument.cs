using System.CommandLine;
using Conformance.Commands.Showing;
using Conformance.Results;

namespace Conformance.Commands.Options;

/// <summary>The folder of a run, as an argument; the newest run by default.</summary>
internal sealed class RunArgument
{
    private readonly Argument<string?> _folder = new("dir")
    {
        Description = "The folder of the run. Default: reports/latest.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public void AddTo(Command command) => command.Add(_folder);

    /// <summary>Returns the run that was named.</summary>
    /// <exception cref="UsageException">The run does not exist.</exception>
    public RecordedRun Read(ParseResult parsed, Terminal terminal) => Open(parsed.GetValue(_folder), terminal);

    /// <summary>Returns the run in a folder, the newest one for <see langword="null"/>.</summary>
    /// <exception cref="UsageException">The folder contains no run.</exception>
    public static RecordedRun Open(string? named, Terminal terminal)
    {
        var shown = named ?? "reports/latest";
        var path = FollowPointer(Path.GetFullPath(shown, terminal.Directory));
        if (!Directory.Exists(path))
        {
            throw new UsageException(named is null
                ? "There is no run in reports/latest; start one with relayconf run, or name the folder of a run."
                : $"There is no folder '{named}'.");
        }

        try
        {
            return RunFolder.Read(path);
        }
        catch (Exception wrong) when (wrong is FileNotFoundException or InvalidDataException)
        {
            throw new UsageException($"'{shown}' does not contain a run: {wrong.Message}");
        }
    }

    /// <summary>Returns the folder of a run's name. Where links cannot be created, a text file beside the runs names the folder.</summary>
    private static string FollowPointer(string path) => !Directory.Exists(path) && File.Exists(path + ".txt")
        ? Path.GetFullPath(File.ReadAllText(path + ".txt").Trim(), Path.GetDirectoryName(path)!)
        : path;
}
