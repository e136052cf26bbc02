using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Conformance.Results;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using DiffPiece = Conformance.Reporting.Html.DiffPiece;

namespace Conformance.Reporting.Html;

/// <summary>Golden and received side by side, one event a row, with the parts that differ inside a line.</summary>
internal static class GoldenDiff
{
    private const int Context = 3;

    private static readonly char[] JsonSeparators = [' ', '"', ':', ',', '{', '}', '[', ']', '.', '\\'];

    public static GoldenPage Of(TurnEvidence turn, string file)
    {
        if (turn.Golden is not { } golden)
        {
            return new GoldenPage("none", 0, [], File: null);
        }

        if (golden.SequenceEqual(turn.Received, StringComparer.Ordinal))
        {
            return new GoldenPage("equal", golden.Count, [], file);
        }

        // Lines beyond the limit carry a digest of the whole, so that two that differ only behind the cut stay different.
        var left = golden.Take(PageLimits.DiffLines).Select(Cut).ToList();
        var right = turn.Received.Take(PageLimits.DiffLines).Select(Cut).ToList();
        var rows = EventAlignment.Of(left, right).Select(pair => Row(left, right, pair.Left, pair.Right)).ToList();

        return new GoldenPage("different", golden.Count, Fold(rows), file);
    }

    private static DiffRow Row(List<string> left, List<string> right, int? leftIndex, int? rightIndex)
    {
        if (leftIndex is { } removed && rightIndex is null)
        {
            return new DiffRow("removed", removed, [new DiffPiece(left[removed], Changed: null)], Right: null, RightText: null);
        }

        if (leftIndex is null)
        {
            return new DiffRow("added", Left: null, LeftText: null, rightIndex, [new DiffPiece(right[rightIndex!.Value], Changed: null)]);
        }

        var (before, after) = (left[leftIndex.Value], right[rightIndex!.Value]);
        if (string.Equals(before, after, StringComparison.Ordinal))
        {
            return new DiffRow("same", leftIndex, [new DiffPiece(before, Changed: null)], rightIndex, [new DiffPiece(after, Changed: null)]);
        }

        var pair = new SideBySideDiffBuilder(new Differ(), JsonSeparators).BuildDiffModel(before, after);

        return new DiffRow("changed", leftIndex, Text(pair.OldText.Lines[0]), rightIndex, Text(pair.NewText.Lines[0]));
    }

    private static List<DiffPiece>? Text(DiffPlex.DiffBuilder.Model.DiffPiece line)
    {
        if (line.Type == ChangeType.Imaginary)
        {
            return null;
        }

        var pieces = new List<DiffPiece>();
        foreach (var part in line.SubPieces.Where(part => !string.IsNullOrEmpty(part.Text)))
        {
            bool? changed = part.Type == ChangeType.Unchanged ? null : true;
            if (pieces.Count > 0 && pieces[^1].Changed == changed)
            {
                pieces[^1] = pieces[^1] with { Text = pieces[^1].Text + part.Text };
            }
            else
            {
                pieces.Add(new DiffPiece(part.Text, changed));
            }
        }

        return pieces.Count > 0 ? pieces : [new DiffPiece(line.Text ?? "", Changed: null)];
    }

    /// <summary>Leaves equal rows far from a difference out of a long comparison, then whatever is beyond the limit.</summary>
    private static List<DiffRow> Fold(List<DiffRow> rows)
    {
        if (rows.Count <= PageLimits.DiffRows)
        {
            return rows;
        }

        var near = new bool[rows.Count];
        for (var index = 0; index < rows.Count; index++)
        {
            if (!string.Equals(rows[index].Kind, "same", StringComparison.Ordinal))
            {
                near.AsSpan(Math.Max(0, index - Context), Math.Min(rows.Count, index + Context + 1) - Math.Max(0, index - Context)).Fill(value: true);
            }
        }

        var folded = new List<DiffRow>();
        var left = 0;
        for (var index = 0; index < rows.Count; index++)
        {
            if (near[index] && folded.Count < PageLimits.DiffRows)
            {
                AddGap(folded, left);
                left = 0;
                folded.Add(rows[index]);
            }
            else
            {
                left++;
            }
        }

        AddGap(folded, left);

        return folded;
    }

    private static void AddGap(List<DiffRow> rows, int left)
    {
        if (left > 0)
        {
            rows.Add(new DiffRow("gap", left, LeftText: null, Right: null, RightText: null));
        }
    }

    private static string Cut(string line)
    {
        if (line.Length <= PageLimits.DiffLine)
        {
            return line;
        }

        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)))[..8];

        return string.Create(CultureInfo.InvariantCulture, $"{line.AsSpan(0, PageLimits.DiffLine)} … {line.Length - PageLimits.DiffLine} more characters, sha256 {digest}");
    }
}
