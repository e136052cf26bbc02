using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Reflection;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Results;
using Conformance.Running;
using Scenarios.Words;

namespace Conformance.Commands;

/// <summary>The command line <c>relayconf</c>.</summary>
internal static class RelayconfCommandLine
{
    // The message of System.CommandLine.
    private const string NoCommand = "Required command was not provided.";

    /// <summary>This program's version.</summary>
    public static string Version { get; } =
        typeof(RelayconfCommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>Runs the typed command and returns the exit code. Throws nothing.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken)
    {
        var verbose = args.Contains("--verbose") || args.Contains("-v");
        try
        {
            var parsed = Build(terminal, args).Parse(args);
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
            {
                return ReportUsage(parsed, terminal);
            }

            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Out,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                cancellationToken);
        }
        catch (Exception broken)
        {
            return ReportException(broken, verbose, terminal, cancellationToken);
        }
    }

    /// <summary>Returns the verbs with their options.</summary>
    public static RootCommand Build(Terminal terminal, IReadOnlyList<string> args)
    {
        var root = new RootCommand("Tests relays that translate between OpenAI's Responses API and Chat Completions vendors.")
        {
            CommonOptions.Scenarios,
            CommonOptions.Verbose,
            RunCommand.Create(terminal, args),
            DoctorCommand.Create(terminal),
            ListCommand.Create(terminal),
            ShowCommand.Create(terminal),
            LintCommand.Create(terminal),
            NewCommand.Create(terminal),
            AcceptCommand.Create(terminal),
            ServeCommand.Create(terminal),
            ReportCommand.Create(terminal),
            VendorsCommand.Create(terminal),
            ClientsCommand.Create(terminal),
            MatrixCommand.Create(terminal),
            DiffCommand.Create(terminal),
            MergeCommand.Create(terminal, args),
            KnownCommand.Create(terminal),
            SchemaCommand.Create(terminal),
            ChecksCommand.Create(terminal),
            ExplainCommand.Create(terminal),
            CheckCommand.Create(terminal),
            RecordCommand.Create(terminal),
            ClassifyCommand.Create(terminal),
            ProbeCommand.Create(terminal),
            FuzzCommand.Create(terminal),
            ShrinkCommand.Create(terminal),
        };
        foreach (var help in root.Options.OfType<HelpOption>().ToList())
        {
            root.Options.Remove(help);
        }

        HelpWithExamples.Add(root, """
            relayconf run                                       test the bundled relay
            relayconf run --relay acme=http://localhost:8080    test your own relay
            relayconf show tools/name-split                     show one case, byte for byte
            relayconf run --help                                show help for a command

            Exit codes: 0 as expected, 1 unexpected failure, 2 invalid usage or a file
            with lint problems, 3 relay never ready or harness error (no verdict
            about the relay), 4 nothing selected, 130 cancelled.
            """);
        return root;
    }

    private static int ReportUsage(ParseResult parsed, Terminal terminal)
    {
        // An unknown command is not a missing one.
        foreach (var error in parsed.Errors.Where(error => error.Message != NoCommand || parsed.UnmatchedTokens.Count == 0))
        {
            terminal.Error.WriteLine(
                error.Message == NoCommand ? "A command is missing." : FormatError(error) + FormatSuggestion(parsed, error.Message));
        }

        var command = parsed.CommandResult.Command;
        var path = command is RootCommand ? "" : command.Name + " ";
        terminal.Error.WriteLine($"See: relayconf {path}--help");
        return ExitCodes.WrongUsage;
    }

    /// <summary>Returns the message on one line, with the option whose value is not one of a list.</summary>
    private static string FormatError(ParseError error)
    {
        var option = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
        return option is not null && error.Message.Split('\n') is [var first, _, ..] lines && first.Split('\'') is [_, var word, ..]
            ? $"{option.Option.Name}: expected {string.Join(", ", lines.Skip(1).Select(static line => line.Trim('\t', '\r', ' ', '\'')))}, "
                + $"received '{word}'."
            : error.Message;
    }

    private static string FormatSuggestion(ParseResult parsed, string message)
    {
        var word = parsed.UnmatchedTokens.FirstOrDefault(token => message.Contains($"'{token}'", StringComparison.Ordinal));
        if (word is null)
        {
            return "";
        }

        var command = parsed.CommandResult.Command;
        var known = word.StartsWith('-')
            ? command.Options.Concat([CommonOptions.Scenarios, CommonOptions.Verbose]).Select(option => option.Name)
            : command.Subcommands.Select(verb => verb.Name);
        var near = WordSuggestion.FindAll(word, known);
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near)}?";
    }

    private static int ReportException(Exception broken, bool verbose, Terminal terminal, CancellationToken cancellationToken)
    {
        switch (broken)
        {
            case OperationCanceledException when cancellationToken.IsCancellationRequested:
                return ExitCodes.Cancelled;
            case FileProblemsException wrong:
                return ProblemList.Show(terminal, wrong.Problems);
            case UsageException:
                terminal.Error.WriteLine(broken.Message);
                return ExitCodes.WrongUsage;
            case IOException or UnauthorizedAccessException when !verbose:
                // A port that is taken, a disk that is full: nothing to look up in the code.
                terminal.Error.WriteLine(Secrets.Mask(broken.Message));
                return ExitCodes.Harness;
            default:
                terminal.Error.WriteLine(Secrets.Mask(verbose
                    ? broken.ToString()
                    : $"{broken.Message.ReplaceLineEndings(" ")} ({broken.GetType().Name}; use --verbose for details)"));
                return ExitCodes.Harness;
        }
    }
}
