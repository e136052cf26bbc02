using System.Globalization;
using Conformance.Reporting.Boards;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Commands.Showing;

/// <summary>The board of vendors on a terminal.</summary>
internal static class VendorTable
{
    private const int MaxLines = 5;

    public static void Show(RunResult run, VendorBoard board, bool everything, Terminal terminal)
    {
        var paint = new Paint(terminal.Out, terminal.HasColor);
        var name = PlainText.Create(run.Info.Name);
        if (board.Rows.All(static row => row.Answer == "unknown"))
        {
            paint.Line(
                Tone.Doubtful, Columns.Hang("", $"No case known to occur with a vendor was judged in the run of {name}.", Terminal.Width));
        }

        paint.Line(Tone.Strong, "vendor              answer     cases  passed  failed  not judged");
        foreach (var row in board.Rows)
        {
            paint.Write(Tone.Plain, FormatCell(row.Vendor, 18) + "  ");
            paint.Write(ToneOf(row.Answer), BoardMarkdown.FormatWords(row.Answer).PadRight(9));
            paint.Line(
                Tone.Plain,
                string.Create(CultureInfo.InvariantCulture, $"  {row.Cases,5}  {row.Passed,6}  {row.Failed,6}  {row.NotJudged,10}"));
        }

        foreach (var row in board.Rows.Where(static row => row.Failures.Count > 0))
        {
            ShowFailures(row, everything, paint);
        }
    }

    private static void ShowFailures(VendorRow row, bool everything, Paint paint)
    {
        paint.Line(Tone.Plain, "");
        paint.Line(ToneOf(row.Answer), $"{row.Vendor}: {BoardMarkdown.FormatWords(row.Answer)}");
        List<(string Label, string Text)> lines =
        [
            .. row.Failures.Where(static failure => failure.Loses).Select(static failure => (
                "  loses  ",
                $"{failure.Case} [{failure.Level}] {failure.Check}: {failure.Message}"
                    + (failure.Known is null ? "" : $" (known: {failure.Known})"))),
            .. row.Forms.Select(static form => (
                "  form   ",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{form.Check} in {(form.Cases.Count == 1 ? "1 case" : $"{form.Cases.Count} cases")}, "
                        + $"first {form.Cases[0]}: {form.Message}"
                        + $"{(form.Hurts.Count == 0 ? "" : $" Clients affected: {string.Join(", ", form.Hurts)}.")}"))),
        ];
        foreach (var (label, text) in everything ? lines : lines.Take(MaxLines))
        {
            paint.Line(Tone.Plain, Columns.Hang(label, PlainText.Create(text), Terminal.Width));
        }

        if (!everything && lines.Count > MaxLines)
        {
            paint.Line(
                Tone.Quiet,
                string.Create(CultureInfo.InvariantCulture, $"  … {lines.Count - MaxLines} more: relayconf vendors --vendor {row.Vendor}"));
        }
    }

    private static string FormatCell(string text, int width) => text.Length <= width ? text.PadRight(width) : text[..(width - 1)] + "…";

    private static Tone ToneOf(string answer) => answer switch
    {
        "works" => Tone.Good,
        "loses" => Tone.Bad,
        "form_only" => Tone.Doubtful,
        _ => Tone.Quiet,
    };
}
