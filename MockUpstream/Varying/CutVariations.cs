using MockUpstream.Varying.Bodies;

namespace MockUpstream.Varying;

/// <summary>Changes to where writes end; the bytes stay.</summary>
internal static class CutVariations
{
    /// <summary>Frames longer than this are cut in several places by one phase.</summary>
    private const int LongestPhase = 512;

    /// <summary>
    /// The number of bytes that are sent one by one. The rest is sent as before, because a write costs more than a thousand bytes.
    /// </summary>
    private const int MostSingleBytes = 8192;

    /// <summary>Returns a cut at each interesting point, and none at the end of an event: events share their writes with others.</summary>
    public static IReadOnlyList<Change> CutAtInterestingPoints(ScriptedBody body)
    {
        var points = InterestingPoints.Find(body);
        var frameEnds = body.Frames.Select(static frame => frame.End).ToHashSet();
        var joins = body.Ends
            .SkipLast(1)
            .Where(end => frameEnds.Contains(end) && !points.Contains(end))
            .Select(static end => (Change)new JoinChange(end));
        return Sort([.. points.Except(body.Ends).Select(static point => new CutChange(point)), .. joins]);
    }

    /// <summary>Returns the number of phases in which a body is cut once at each of its bytes.</summary>
    public static int CountPhases(ScriptedBody body) =>
        Math.Min(LongestPhase, body.Frames.Select(static frame => frame.End - frame.Start).DefaultIfEmpty(0).Max());

    /// <summary>Returns one cut in each event, the same distance behind its start, and none elsewhere.</summary>
    public static IReadOnlyList<Change> CutPhase(ScriptedBody body, int phase)
    {
        var points = body.Frames
            .SelectMany(frame => ListOffsets(frame.Start + phase, frame.End))
            .Where(point => point > 0 && point < body.Bytes.Length)
            .ToHashSet();
        return Sort([
            .. points.Except(body.Ends).Select(static point => new CutChange(point)),
            .. body.Ends.SkipLast(1).Where(end => !points.Contains(end)).Select(static end => new JoinChange(end)),
        ]);
    }

    /// <summary>Returns a cut before each byte; of a long body, before each of its first bytes.</summary>
    public static IReadOnlyList<Change> CutAtEachByte(ScriptedBody body) =>
        [.. Enumerable.Range(1, Math.Min(MostSingleBytes, body.Bytes.Length - 1)).Except(body.Ends).Select(static at => new CutChange(at))];

    /// <summary>Removes all cuts.</summary>
    public static IReadOnlyList<Change> RemoveCuts(ScriptedBody body) =>
        [.. body.Ends.SkipLast(1).Select(static end => new JoinChange(end))];

    private static IEnumerable<int> ListOffsets(int first, int end)
    {
        for (var at = first; at < end; at += LongestPhase)
        {
            yield return at;
        }
    }

    private static IReadOnlyList<Change> Sort(IEnumerable<Change> changes) => [.. changes.OrderBy(static change => change.Offset)];
}
