using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>Golden and received side by side, one event a row, with the members that differ inside a line.</summary>
internal static class GoldenDiff
{
    private const int Context = 3;

    public static GoldenPage Create(TurnEvidence turn, string file)
    {
        if (turn.Golden is not { } golden)
        {
            return new GoldenPage("none", 0, [], File: null);
        }

        if (golden.SequenceEqual(turn.Received, StringComparer.Ordinal))
        {
            return new GoldenPage("equal", golden.Count, [], file);
        }

        return new GoldenPage("different", golden.Count, CreateRows(golden, turn.Received, EventAlignment.Align), file);
    }

    /// <summary>Returns the lines side by side. Between equal lines, those of the same key are paired.</summary>
    public static IReadOnlyList<DiffRow> CreateRows(IReadOnlyList<string> before, IReadOnlyList<string> after, Func<string, string> key) =>
        CreateRows(before, after, (left, right) => EventAlignment.OfLines(left, right, key));

    private static List<DiffRow> CreateRows(
        IReadOnlyList<string> before,
        IReadOnlyList<string> after,
        Func<IReadOnlyList<string>, IReadOnlyList<string>, IReadOnlyList<(int? Left, int? Right)>> align)
    {
        // Lines beyond the limit carry a digest of the whole, so that two that differ only behind the cut stay different.
        var left = before.Select(Cut).ToList();
        var right = after.Select(Cut).ToList();

        // Rows beyond the limit are left out below, so that their members need no comparison.
        var changed = 0;
        return Fold([.. align(
            left, right).Select(pair => CreateRow(left, right, pair.Left, pair.Right, () => changed++ < PageLimits.DiffRows))]);
    }

    private static DiffRow CreateRow(List<string> left, List<string> right, int? leftIndex, int? rightIndex, Func<bool> isShown)
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
            return new DiffRow(
                "same", leftIndex, [new DiffPiece(before, Changed: null)], rightIndex, [new DiffPiece(after, Changed: null)]);
        }

        if (!isShown())
        {
            return new DiffRow(
                "changed", leftIndex, [new DiffPiece(before, Changed: null)], rightIndex, [new DiffPiece(after, Changed: null)]);
        }

        var (was, became) = MemberDiff.Compare(before, after);

        return new DiffRow("changed", leftIndex, was, rightIndex, became);
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
                near.AsSpan(Math.Max(0, index - Context), Math.Min(rows.Count, index + Context + 1) - Math.Max(0, index - Context))
                    .Fill(value: true);
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

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{line.AsSpan(0, PageLimits.DiffLine)} … {line.Length - PageLimits.DiffLine} more characters, sha256 {digest}");
    }
}
