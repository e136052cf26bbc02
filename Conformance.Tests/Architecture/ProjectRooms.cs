namespace Conformance.Tests.Architecture;

/// <summary>Maps the types of a project to rooms: the first part of the namespace below the project's own.</summary>
internal static class ProjectRooms
{
    /// <summary>The room of the types in the project's own namespace.</summary>
    public const string Root = "(root)";

    /// <summary>The room of the types without a namespace: the entry point of a program.</summary>
    public const string Program = "(program)";

    /// <summary>Returns a type's room; <see langword="null"/> for a type that is not the project's.</summary>
    public static string? RoomOf(TypeName type, string project, string assembly)
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
            : type.Namespace.StartsWith(project + ".", StringComparison.Ordinal) ? type.Namespace[(project.Length + 1)..].Split('.')[0]
            : null;
    }

    /// <summary>Returns the uses that lead from one room of the project to another.</summary>
    public static IReadOnlyList<Arrow> Arrows(string project, string assembly, IEnumerable<TypeUse> uses) =>
    [
        .. uses.Select(use => (From: RoomOf(use.From, project, assembly), To: RoomOf(use.To, project, assembly), Use: use))
            .Where(static arrow => arrow is { From: not null, To: not null } && arrow.From != arrow.To)
            .GroupBy(static arrow => (arrow.From, arrow.To))
            .Select(static group => new Arrow(group.Key.From!, group.Key.To!, [.. group.Select(static arrow => arrow.Use)])),
    ];
}
