using System.Globalization;
using System.Text;
using Conformance.Capturing;
using Conformance.Classifying.Streams;

namespace Conformance.Scripting;

/// <summary>Writes the frames of a body as steps, so that each read becomes a separate write at its time.</summary>
/// <remarks>
/// A read with several frames becomes a <c>burst</c>, a frame over several reads gets a <c>split</c>. A pause can stand only between steps,
/// so where the reads of a step would span <see cref="LongestUntold"/> or more, its frame is written in raw pieces; a shorter span is added
/// to the pause behind the step. Under a compression a <c>split</c> cuts the compressed bytes, so there each read of a frame is a raw
/// piece.
/// </remarks>
internal sealed class ScriptLayout(
    FrameSpeller speller, ReadOnlyMemory<byte> body, IReadOnlyList<CapturedRead> reads, bool isCompressed = false)
{
    /// <summary>Times below this are joined with the next pause.</summary>
    public static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    /// <summary>The reads of one step span less than this.</summary>
    public static readonly TimeSpan LongestUntold = TimeSpan.FromMilliseconds(10);

    private readonly StringBuilder _yaml = new();
    private TimeSpan _deadline;

    // When the step began that the next frame would belong to; null when the next frame begins one.
    private TimeSpan? _stepBegan;

    /// <summary>Returns the lines of the steps, each ended by a line feed.</summary>
    /// <param name="frames">The frames, which cover the body behind a byte order mark.</param>
    public string Write(IReadOnlyList<FrameSpan> frames)
    {
        var ends = reads.Select(static read => read.End).ToHashSet();
        List<Piece> group = [];
        var at = 0;
        foreach (var piece in frames.SelectMany(CutPieces))
        {
            group.Add(piece);
            if (ends.Contains(piece.End) || piece.End == body.Length)
            {
                while (at + 1 < reads.Count && reads[at].End <= group[0].Start)
                {
                    at++;
                }

                Wait(reads[at].At);
                Write(group, [.. reads.Skip(at)
                    .TakeWhile(read => read.Offset < piece.End)
                    .Select(static read => read.Offset)
                    .Where(offset => offset > group[0].Start)]);
                group = [];
            }
        }

        return _yaml.ToString();
    }

    /// <summary>Writes the pause up to a time, if there is one worth writing.</summary>
    public void Wait(TimeSpan until)
    {
        var pause = until - _deadline;
        if (pause >= ShortestWait)
        {
            var spelt = ScenarioYaml.FormatTime(pause);
            _deadline += TimeSpan.FromMilliseconds(double.Parse(spelt.AsSpan(0, spelt.Length - 2), CultureInfo.InvariantCulture));
            Line(0, $"wait: {spelt}");
        }
    }

    /// <summary>Returns the lines written so far.</summary>
    public override string ToString() => _yaml.ToString();

    /// <summary>Returns the frame as a whole, or its parts where it took long.</summary>
    private IEnumerable<Piece> CutPieces(FrameSpan frame)
    {
        var start = frame.Start;
        var first = FirstEndingAfter(start);
        var began = _stepBegan ?? reads[first].At;
        var last = first;
        for (var at = first + 1; at < reads.Count && reads[at].Offset < frame.End; at++)
        {
            last = at;
            if (reads[at].Offset > start && (isCompressed || reads[at].At - began >= LongestUntold))
            {
                yield return new Piece(start, reads[at].Offset, null);
                (start, began) = (reads[at].Offset, reads[at].At);
            }
        }

        _stepBegan = reads[last].End == frame.End ? null : began;
        yield return new Piece(start, frame.End, start == frame.Start ? frame : null);
    }

    private int FirstEndingAfter(int offset)
    {
        var (low, high) = (0, reads.Count - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = reads[middle].End > offset ? (low, middle) : (middle + 1, high);
        }

        return Math.Max(0, low);
    }

    private void Write(List<Piece> group, List<int> cuts)
    {
        if (group is [var single])
        {
            Step(0, single, cuts, isLast: true);
            return;
        }

        Line(0, "burst:");
        foreach (var piece in group)
        {
            if (cuts.Contains(piece.Start))
            {
                Line(1, "flush");
            }

            Step(1, piece, [.. cuts.Where(cut => cut > piece.Start && cut < piece.End)], piece == group[^1]);
        }
    }

    private void Step(int level, Piece piece, List<int> cuts, bool isLast)
    {
        var spelt = piece.Frame is { } frame ? speller.Spell(body, frame) : FrameSpeller.SpellVerbatim(body.Span[piece.Start..piece.End]);
        // A bare word has no room for a modifier.
        var hasModifier = cuts.Count > 0 || spelt.Newline is not null;
        Line(level, hasModifier && spelt.Yaml == "done" ? "done: '[DONE]'" : spelt.Yaml);
        if (cuts.Count > 0)
        {
            AddLine(level, $"split: {Split(piece, [.. cuts.Select(cut => cut - piece.Start)], isLast)}");
        }

        if (spelt.Newline is { } newline)
        {
            AddLine(level, $"newline: {newline}");
        }

        if (spelt.Rider is { } rider)
        {
            Line(level, rider);
        }
    }

    private static string Split(Piece piece, List<int> offsets, bool isLast)
    {
        // In a burst a step that is cut every few bytes is cut at its end too, where they come out even.
        var every = offsets[0];
        var isEven = offsets.Index().All(one => one.Item == every * (one.Index + 1)) && piece.Length <= every * (offsets.Count + 1)
            && (isLast || piece.Length % every != 0);
        return isEven ? every.ToString(CultureInfo.InvariantCulture) : $"[{string.Join(", ", offsets)}]";
    }

    private void Line(int level, string text) => _yaml.Append(' ', 4 + (level * 4)).Append("- ").Append(text).Append('\n');

    private void AddLine(int level, string text) => _yaml.Append(' ', 6 + (level * 4)).Append(text).Append('\n');

    /// <summary>A frame, or a part of one.</summary>
    private sealed record Piece(int Start, int End, FrameSpan? Frame)
    {
        public int Length => End - Start;
    }
}
