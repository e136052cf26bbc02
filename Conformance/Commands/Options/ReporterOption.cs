using System.CommandLine;
using Conformance.Commands.Showing;
using Conformance.Reporting;

namespace Conformance.Commands.Options;

/// <summary>The option for the files that are written beside a run's results.</summary>
internal sealed class ReporterOption
{
    private readonly Option<string[]> _reporters = new("--reporter")
    {
        Description = $"The report formats to write: {string.Join(", ", RunViews.Names)}. Default: html,jsonl,junit,md, plus github "
            + $"if GITHUB_ACTIONS is true.",
        HelpName = "LIST",
    };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Add(_reporters);

    /// <summary>Returns the names of the files that were asked for; <see langword="null"/> when none were.</summary>
    /// <exception cref="UsageException">One of them is not known.</exception>
    public IReadOnlyList<string>? ReadTyped(ParseResult parsed, Terminal terminal) =>
        parsed.GetValue(_reporters) is { Length: > 0 } ? Read(parsed, terminal) : null;

    /// <summary>Returns the names of the files.</summary>
    /// <exception cref="UsageException">One of them is not known.</exception>
    public IReadOnlyList<string> Read(ParseResult parsed, Terminal terminal)
    {
        var words = (parsed.GetValue(_reporters)
            ?? []).SelectMany(static text => text.Split(',', StringSplitOptions.TrimEntries)).Distinct(StringComparer.Ordinal).ToList();
        if (words.Find(static word => !RunViews.Names.Contains(word, StringComparer.Ordinal)) is { } unknown)
        {
            throw new UsageException(
                $"--reporter: expected {string.Join(", ", RunViews.Names)}, separated by commas, received '{unknown}'.");
        }

        if (words.Count > 0)
        {
            return words;
        }

        return terminal.Environment.GetValueOrDefault("GITHUB_ACTIONS") is "true"
            ? ["html", "jsonl", "junit", "md", "github"]
            : ["html", "jsonl", "junit", "md"];
    }
}
