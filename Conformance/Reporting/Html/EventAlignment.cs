using System.Text.RegularExpressions;
using DiffPlex;

namespace Conformance.Reporting.Html;

/// <summary>Pairs the events of two streams for a display side by side.</summary>
/// <remarks>
/// Events are paired by equality without the sequence number first, so that one additional event does not make all later ones look
/// different. The remaining ones between them are paired by event type.
/// </remarks>
internal static partial class EventAlignment
{
    public static IReadOnlyList<(int? Left, int? Right)> Align(IReadOnlyList<string> left, IReadOnlyList<string> right) =>
    [
        .. AlignEqual(left, right, new Range(0, left.Count), new Range(0, right.Count), line => SequenceNumber().Replace(line, ""),
            (gapLeft, gapRight) => AlignEqual(left, right, gapLeft, gapRight, TypeOf, AlignDifferent)),
    ];

    /// <summary>Aligns lines that are no events: equal ones first, then between them those of the same key, then one by one.</summary>
    public static IReadOnlyList<(int? Left, int? Right)> OfLines(
        IReadOnlyList<string> left, IReadOnlyList<string> right, Func<string, string> key) =>
    [
        .. AlignEqual(left, right, new Range(0, left.Count), new Range(0, right.Count), static line => line,
            (gapLeft, gapRight) => AlignEqual(left, right, gapLeft, gapRight, key, AlignDifferent)),
    ];

    /// <summary>Aligns by a key alone.</summary>
    public static IReadOnlyList<(int? Left, int? Right)> OfKeys(IReadOnlyList<string> left, IReadOnlyList<string> right) =>
        [.. AlignEqual(left, right, new Range(0, left.Count), new Range(0, right.Count), static line => line, AlignDifferent)];

    private static IEnumerable<(int? Left, int? Right)> AlignEqual(
        IReadOnlyList<string> left,
        IReadOnlyList<string> right,
        Range inLeft,
        Range inRight,
        Func<string, string> key,
        Func<Range, Range, IEnumerable<(int? Left, int? Right)>> between)
    {
        var (atLeft, atRight) = (inLeft.Start, inRight.Start);
        while (atLeft < inLeft.End && atRight < inRight.End && key(left[atLeft]) == key(right[atRight]))
        {
            yield return (atLeft++, atRight++);
        }

        var wholeLeft = inLeft.End;
        var (endLeft, endRight) = (inLeft.End, inRight.End);
        while (endLeft > atLeft && endRight > atRight && key(left[endLeft - 1]) == key(right[endRight - 1]))
        {
            (endLeft, endRight) = (endLeft - 1, endRight - 1);
        }

        // The work grows with the square of the differing events; those behind the limit are paired in their order.
        (inLeft, inRight) = (new Range(atLeft, Math.Min(endLeft, atLeft
            + PageLimits.DiffLines)), new Range(atRight, Math.Min(endRight, atRight + PageLimits.DiffLines)));
        var difference = new Differ().CreateLineDiffs(JoinKeys(left, inLeft, key), JoinKeys(right, inRight, key), ignoreWhitespace: false);
        var start = atLeft;
        foreach (var block in difference.DiffBlocks)
        {
            while (atLeft < start + block.DeleteStartA)
            {
                yield return (atLeft++, atRight++);
            }

            var (gapLeft, gapRight) = (new Range(atLeft, atLeft + block.DeleteCountA), new Range(atRight, atRight + block.InsertCountB));
            foreach (var pair in between(gapLeft, gapRight))
            {
                yield return pair;
            }

            (atLeft, atRight) = (gapLeft.End, gapRight.End);
        }

        while (atLeft < endLeft && atRight < endRight)
        {
            yield return (atLeft++, atRight++);
        }

        foreach (var pair in AlignDifferent(new Range(atLeft, endLeft), new Range(atRight, endRight)))
        {
            yield return pair;
        }

        // Equal lines at the end of both.
        for (var (equalLeft, equalRight) = (endLeft, endRight); equalLeft < wholeLeft; equalLeft++, equalRight++)
        {
            yield return (equalLeft, equalRight);
        }
    }

    private static IEnumerable<(int? Left, int? Right)> AlignDifferent(Range left, Range right) =>
        Enumerable.Range(left.Start, left.End - left.Start).Select(index => ((int?)index, (int?)null))
            .Concat(Enumerable.Range(right.Start, right.End - right.Start).Select(index => ((int?)null, (int?)index)));

    private static string JoinKeys(IReadOnlyList<string> lines, Range range, Func<string, string> key) =>
        string.Join('\n', lines.Skip(range.Start).Take(range.End - range.Start).Select(key));

    private static string TypeOf(string line)
    {
        var match = EventType().Match(line);

        return match.Success ? match.Groups["type"].Value : "?";
    }

    [GeneratedRegex("\"sequence_number\":[0-9]+,?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SequenceNumber();

    [GeneratedRegex("\"type\":\"(?<type>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EventType();

    private readonly record struct Range(int Start, int End);
}
