namespace Conformance.Tests.Architecture;

/// <summary>
/// Maps the types of a project to rooms: the row of the table with the longest name that is their namespace or encloses it.
/// </summary>
/// <param name="project">The project's root namespace.</param>
/// <param name="assembly">The name of the project's assembly.</param>
/// <param name="rows">The names of the table's rows.</param>
internal sealed class ProjectRooms(string project, string assembly, IEnumerable<string> rows)
{
    /// <summary>The room of the types in the project's own namespace.</summary>
    public const string Root = "(root)";

    /// <summary>The room of the types without a namespace: the entry point of a program.</summary>
    public const string Program = "(program)";

    private readonly string[] _longestFirst = [.. rows.OrderByDescending(static row => row.Length)];

    /// <summary>
    /// Returns a type's room; <see langword="null"/> for a type that is not the project's. A type that no row holds is in the room that is
    /// named by the first part of its namespace, so that the missing row is reported.
    /// </summary>
    public string? RoomOf(TypeName type)
    {
        if (type.Assembly != assembly)
        {
            return null;
        }

        if (type.Namespace.Length == 0)
        {
            return type.Name == "Program" ? Program : null;
        }

        return type.Namespace == project ? Root
            : type.Namespace.StartsWith(project + ".", StringComparison.Ordinal) ? RoomBelow(type.Namespace[(project.Length + 1)..])
            : null;
    }

    /// <summary>Returns the uses that lead from one room of the project to another.</summary>
    public IReadOnlyList<Arrow> Arrows(IEnumerable<TypeUse> uses) =>
    [
        .. uses.Select(use => (From: RoomOf(use.From), To: RoomOf(use.To), Use: use))
            .Where(static arrow => arrow is { From: not null, To: not null } && arrow.From != arrow.To)
            .GroupBy(static arrow => (arrow.From, arrow.To))
            .Select(static group => new Arrow(group.Key.From!, group.Key.To!, [.. group.Select(static arrow => arrow.Use)])),
    ];

    private string RoomBelow(string name) =>
        Array.Find(_longestFirst, row => name == row || name.StartsWith(row + ".", StringComparison.Ordinal)) ?? name.Split('.')[0];
}
