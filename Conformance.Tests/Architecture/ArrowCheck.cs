namespace Conformance.Tests.Architecture;

/// <summary>Compares the arrows of a project with its table. Each fault is one line.</summary>
internal static class ArrowCheck
{
    /// <summary>Returns every arrow that the table does not allow.</summary>
    public static IEnumerable<string> Forbidden(ArrowTable table, IEnumerable<Arrow> arrows) =>
        arrows.Where(arrow => !table.Allows(arrow.From, arrow.To))
            .Select(arrow => $"{table.Project}: {arrow.From} must not name {arrow.To}: {arrow.Places}");

    /// <summary>Returns every arrow and every room of the table that the code does not have.</summary>
    public static IEnumerable<string> Unused(ArrowTable table, IReadOnlyCollection<Arrow> arrows, IReadOnlyCollection<string> rooms)
    {
        var gone = table.Rows.Where(row => !rooms.Contains(row.Room))
            .Select(row => $"{table.Project}: {row.Room} has a row and no type: delete the row");
        var unused = table.Rows.SelectMany(row => row.MayName
            .Where(to => !arrows.Any(arrow => arrow.From == row.Room && arrow.To == to))
            .Select(to => $"{table.Project}: {row.Room} may name {to} and does not: delete the arrow"));
        return gone.Concat(unused);
    }

    /// <summary>Returns every arrow of the table to a room that does not stand above it.</summary>
    public static IEnumerable<string> OutOfOrder(ArrowTable table) =>
        table.Rows.SelectMany((row, index) => row.MayName
            .Where(to => !table.Rows.Take(index).Any(above => above.Room == to))
            .Select(to => $"{table.Project}: {row.Room} may name {to}, which does not stand above it"));

    /// <summary>Returns every room of the code that has no row.</summary>
    public static IEnumerable<string> Missing(ArrowTable table, IEnumerable<string> rooms) =>
        rooms.Where(room => table.Rows.All(row => row.Room != room))
            .Select(room => $"{table.Project}: {room} has no row in {ArrowTable.Source}");

    /// <summary>Returns a shortest cycle for every room that is on one, unless a cycle before it has the room.</summary>
    public static IEnumerable<string> Cycles(string project, IReadOnlyCollection<Arrow> arrows)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var room in arrows.Select(static arrow => arrow.From).Distinct().Order(StringComparer.Ordinal))
        {
            if (!seen.Contains(room) && ShortestCycle(room, arrows) is { } cycle)
            {
                seen.UnionWith(cycle.Select(static arrow => arrow.From));
                var path = string.Join(" -> ", cycle.Select(static arrow => arrow.From).Append(room));
                var places = string.Join("; ", cycle.Select(static arrow => Place(arrow.Uses[0])));
                yield return $"{project}: {path} is a cycle: {places}";
            }
        }
    }

    private static string Place(TypeUse use) => $"{use.From.Name}.{use.Member} names {use.To.Name}";

    private static List<Arrow>? ShortestCycle(string room, IReadOnlyCollection<Arrow> arrows)
    {
        var paths = new Queue<List<Arrow>>(arrows.Where(arrow => arrow.From == room).Select(static arrow => new List<Arrow> { arrow }));
        var visited = new HashSet<string>(StringComparer.Ordinal);
        while (paths.TryDequeue(out var path))
        {
            if (path[^1].To == room)
            {
                return path;
            }

            if (visited.Add(path[^1].To))
            {
                foreach (var next in arrows.Where(arrow => arrow.From == path[^1].To))
                {
                    paths.Enqueue([.. path, next]);
                }
            }
        }

        return null;
    }
}
