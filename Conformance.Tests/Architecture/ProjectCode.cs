namespace Conformance.Tests.Architecture;

/// <summary>
/// The types of a project of the solution and the uses between them, read from its assembly and, for constants, from its sources.
/// </summary>
internal sealed class ProjectCode
{
    private static readonly Dictionary<string, Lazy<ProjectCode>> Known = new (string Project, Type Any)[]
    {
        ("Scenarios", typeof(Scenarios.Model.Scenario)),
        ("MockUpstream", typeof(MockUpstream.MockUpstreamHost)),
        ("Conformance", typeof(global::Conformance.Results.Finding)),
        ("Relay", typeof(global::Relay.RelayHost)),
    }.ToDictionary(
        static one => one.Project,
        static one => new Lazy<ProjectCode>(() => new ProjectCode(one.Project, one.Any)),
        StringComparer.Ordinal);

    private ProjectCode(string project, Type any)
    {
        var path = any.Assembly.Location;
        Uses = [.. AssemblyUses.Read(path), .. ConstantUses.Read(project, AssemblyUses.Constants(path))];
        var table = ArrowTable.All.SingleOrDefault(table => table.Project == project);
        var rooms = new ProjectRooms(project, any.Assembly.GetName().Name!, table?.Rows.Select(static row => row.Room) ?? []);
        Arrows = rooms.Arrows(Uses);
        Rooms = [.. AssemblyUses.Types(path).Select(rooms.RoomOf).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The projects whose rooms the table lists.</summary>
    public static IEnumerable<string> Names => Known.Keys;

    /// <summary>Every use of one type by another, types of other assemblies included.</summary>
    public IReadOnlyList<TypeUse> Uses { get; }

    /// <summary>The arrows between the project's rooms.</summary>
    public IReadOnlyList<Arrow> Arrows { get; }

    /// <summary>The rooms that have types.</summary>
    public IReadOnlyList<string> Rooms { get; }

    /// <summary>Returns a project's code, which is read once.</summary>
    public static ProjectCode Of(string project) => Known[project].Value;
}
