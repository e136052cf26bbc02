using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>Chooses which events of a long stream are embedded: those that findings speak of, the last ones, then from the start.</summary>
internal static class EventExcerpt
{
    private const int Neighbours = 5;
    private const int Last = 12;

    public static IReadOnlyList<EventEvidence> Select(IReadOnlyList<EventEvidence> events, HashSet<int> marked)
    {
        var near = marked.SelectMany(static index => Enumerable.Range(index - Neighbours, (2 * Neighbours) + 1)).ToHashSet();
        var byPriority = events
            .Where(candidate => marked.Contains(candidate.Index))
            .Concat(events.Where(candidate => near.Contains(candidate.Index)))
            .Concat(events.TakeLast(Last))
            .Concat(events)
            .DistinctBy(candidate => candidate.Index);

        var kept = new List<EventEvidence>();
        var room = PageLimits.Events;
        foreach (var candidate in byPriority)
        {
            if (kept.Count == PageLimits.EventCount)
            {
                break;
            }

            if (candidate.Data.Length <= room)
            {
                kept.Add(candidate);
                room -= candidate.Data.Length;
            }
        }

        return [.. kept.OrderBy(candidate => candidate.Index)];
    }

    /// <summary>
    /// Returns the time line's entries: all while they are few, else those of embedded events and as many others as there is room for.
    /// </summary>
    public static IReadOnlyList<TimelineEntry> Select(IReadOnlyList<TimelineEntry> entries, HashSet<int> keptEvents)
    {
        if (entries.Count <= PageLimits.Timeline)
        {
            return entries;
        }

        var keep = new bool[entries.Count];
        var room = PageLimits.Timeline;
        for (var index = 0; index < entries.Count && room > 0; index++)
        {
            var entry = entries[index];
            keep[index] = entry.Event is { } number
                ? keptEvents.Contains(number)
                : entry.Kind is "end" or "headers" or "request" or "peer-gone";
            room -= keep[index] ? 1 : 0;
        }

        for (var index = 0; index < entries.Count && room > 0; index++)
        {
            if (!keep[index] && entries[index].Event is null)
            {
                keep[index] = true;
                room--;
            }
        }

        return [.. entries.Where((_, index) => keep[index])];
    }
}
