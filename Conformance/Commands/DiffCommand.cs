using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Commands.Options;
using Conformance.Commands.Showing;
using Conformance.Gating;
using Conformance.Results;
using Conformance.Running;

namespace Conformance.Commands;

/// <summary><c>diff</c>: shows the differences between two runs.</summary>
internal static class DiffCommand
{
    private const int MaxShown = 20;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create(Terminal terminal)
    {
        var before = new Argument<string>("before") { Description = "The earlier run: its folder or results.jsonl." };
        var after = new Argument<string>("after")
        {
            Description = "The later run: its folder or results.jsonl.",
            DefaultValueFactory = static _ => Path.Combine("reports", "latest"),
        };
        var format = new Option<string>("--format")
        {
            Description = "text, md or json.",
            HelpName = "FORMAT",
            DefaultValueFactory = static _ => "text",
        };
        format.AcceptOnlyFromAmong("text", "md", "json");
        var command = new Command("diff", "Compare two runs. Exits with 1 if a case or rule fails that did not fail before.")
        {
            before,
            after,
            format,
        };
        HelpWithExamples.Add(command, """
            relayconf diff reports/before reports/latest
            relayconf diff reports/before --format md
            """);
        command.SetAction(parsed =>
        {
            var (left, right) = (parsed.GetValue(before)!, parsed.GetValue(after)!);
            var (old, now) = (RunFiles.Read(left, terminal).Result, RunFiles.Read(right, terminal).Result);
            if (!RunComparison.ShareCases(old, now))
            {
                throw new UsageException($"{left} and {right} have no cases in common, so there is nothing to compare.");
            }

            var changes = RunComparison.Compare(old, now);
            Show(terminal, parsed.GetValue(format)!, old, now, changes);
            return changes.Any(static change => change.Kind == ChangeKind.New) ? ExitCodes.Unexpected : ExitCodes.AsExpected;
        });
        return command;
    }

    private static void Show(Terminal terminal, string format, RunResult before, RunResult after, IReadOnlyList<RunChange> changes)
    {
        switch (format)
        {
            case "json":
                terminal.Out.WriteLine(FormatJson(before, after, changes));
                break;
            case "md":
                terminal.Out.Write(FormatMarkdown(before, after, changes));
                break;
            default:
                ShowText(terminal, before, after, changes);
                break;
        }
    }

    private static void ShowText(Terminal terminal, RunResult before, RunResult after, IReadOnlyList<RunChange> changes)
    {
        var paint = new Paint(terminal.Out, terminal.HasColor);
        paint.Line(Tone.Strong, FormatHead(before, after));
        foreach (var kind in Enum.GetValues<ChangeKind>())
        {
            var ofKind = changes.Where(change => change.Kind == kind).ToList();
            var width = ofKind.Take(MaxShown).Select(FormatName).DefaultIfEmpty("").Max(static name => name.Length);
            foreach (var change in ofKind.Take(MaxShown))
            {
                paint.Line(
                    ToneOf(kind),
                    $"{FormatWord(kind),-8} {FormatName(change).PadRight(width)}  {change.Before ?? "-"} → {change.After ?? "-"}");
            }

            if (ofKind.Count > MaxShown)
            {
                paint.Line(Tone.Quiet, $"{FormatWord(kind),-8} … and {ofKind.Count - MaxShown} more; use --format md to show all");
            }
        }

        paint.Line(changes.Any(static change => change.Kind == ChangeKind.New) ? Tone.Bad : Tone.Good, FormatCounts(changes));
    }

    private static string FormatMarkdown(RunResult before, RunResult after, IReadOnlyList<RunChange> changes)
    {
        var page = new StringBuilder($"## {FormatCell(FormatHead(before, after))}\n\n{FormatCounts(changes)}\n");
        if (changes.Count > 0)
        {
            page.Append("\n| | Case or rule | Before | After |\n| --- | --- | --- | --- |\n");
        }

        foreach (var change in changes.OrderBy(static change => change.Kind))
        {
            page.Append($"| {FormatWord(change.Kind)} | {(change.IsRule ? "rule " : "")}`{FormatCell(change.Id)}` "
                + $"| {FormatCell(change.Before ?? "")} | {FormatCell(change.After ?? "")} |\n");
        }

        return page.ToString();
    }

    private static string FormatJson(RunResult before, RunResult after, IReadOnlyList<RunChange> changes) => new JsonObject
    {
        ["before"] = Run(before),
        ["after"] = Run(after),
        ["regressions"] = changes.Count(static change => change.Kind == ChangeKind.New),
        ["changes"] = new JsonArray([.. changes.Select(static change => new JsonObject
        {
            ["kind"] = FormatWord(change.Kind),
            ["of"] = change.IsRule ? "rule" : "case",
            ["id"] = change.Id,
            ["before"] = change.Before,
            ["after"] = change.After,
        })]),
    }.ToJsonString(Indented);

    private static JsonObject Run(RunResult run) => new()
    {
        ["relay"] = run.Info.Relay,
        ["started_at"] = run.Info.StartedAt.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["version"] = run.Info.Version,
        ["cases"] = run.Cases.Count,
        ["partial"] = run.End is null or { Partial: true },
    };

    private static string FormatHead(RunResult before, RunResult after) => $"{FormatName(before)} → {FormatName(after)}";

    private static string FormatName(RunResult run) =>
        $"{run.Info.Name} {run.Info.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} ({run.Cases.Count} "
            + $"cases{(run.End is null or { Partial: true } ? ", partial" : "")})";

    private static string FormatName(RunChange change) => (change.IsRule ? "rule " : "") + change.Id;

    private static string FormatCounts(IReadOnlyList<RunChange> changes) =>
        changes.Count == 0 ? "no differences" : string.Join(
            ", ", Enum.GetValues<ChangeKind>().Select(kind => $"{changes.Count(change => change.Kind == kind)} {FormatWord(kind)}"));

    private static string FormatWord(ChangeKind kind) => kind.ToString().ToLowerInvariant();

    private static string FormatCell(string text) =>
        text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static Tone ToneOf(ChangeKind kind) => kind switch
    {
        ChangeKind.New => Tone.Bad,
        ChangeKind.Fixed => Tone.Good,
        ChangeKind.Changed => Tone.Doubtful,
        _ => Tone.Quiet,
    };
}
