using System.Globalization;
using Conformance.Reporting.Boards;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Commands.Showing;

/// <summary>The board of clients on a terminal.</summary>
internal static class ClientTable
{
    private const int MaxLines = 3;

    public static void Show(RunResult run, ClientBoard board, bool everything, Terminal terminal)
    {
        var paint = new Paint(terminal.Out, terminal.HasColor);
        if (board.Rows.Count == 0)
        {
            paint.Line(
                Tone.Doubtful,
                Columns.Hang("", $"No client model read an answer in the run of {PlainText.Create(run.Info.Name)}.", Terminal.Width));
            return;
        }

        paint.Line(Tone.Strong, "client          version   works  by nature  loses  breaks");
        foreach (var row in board.Rows)
        {
            var tone = row.Breaks > 0 ? Tone.Bad : row.Loses > 0 ? Tone.Doubtful : Tone.Good;
            paint.Write(tone, row.Client.PadRight(14));
            paint.Line(Tone.Plain, string.Create(
                CultureInfo.InvariantCulture, $"  {row.Version,-8}  {row.Works,5}  {row.Inherent,9}  {row.Loses,5}  {row.Breaks,6}"));
        }

        foreach (var row in board.Rows.Where(row => everything ? row.Examples.Count > 0 : row.Loses + row.Breaks > 0))
        {
            ShowCauses(row, everything, paint);
        }
    }

    private static void ShowCauses(ClientRow row, bool everything, Paint paint)
    {
        paint.Line(Tone.Plain, "");
        paint.Line(Tone.Strong, row.Client);
        List<ClientCause> causes = [.. row.Causes.Where(cause => everything || !cause.Inherent)];
        foreach (var cause in everything ? causes : causes.Take(MaxLines))
        {
            var label = cause.Inherent ? "  by nature  " : $"  {cause.Impact,-9}  ";
            var cases = everything ? string.Join(", ", cause.Cases) : cause.Cases.Count == 1
                ? cause.Cases[0]
                : string.Create(CultureInfo.InvariantCulture, $"{cause.Cases[0]} and {cause.Cases.Count - 1} more");
            paint.Line(Tone.Plain, Columns.Hang(label, PlainText.Create(cause.Says), Terminal.Width));
            paint.Line(Tone.Quiet, Columns.Hang("             ", PlainText.Create(cases), Terminal.Width));
        }

        if (!everything && causes.Count > MaxLines)
        {
            paint.Line(Tone.Quiet, string.Create(
                CultureInfo.InvariantCulture, $"  … {causes.Count - MaxLines} more: relayconf clients --client {row.Client}"));
        }
    }
}
