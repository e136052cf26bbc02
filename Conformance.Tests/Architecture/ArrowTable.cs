using System.Text;
using System.Text.RegularExpressions;

namespace Conformance.Tests.Architecture;

/// <summary>
/// The allowed arrows of one project: each room with the rooms it may name. A room is a namespace below the project's own, as
/// <c>Running.Cases</c>.
/// </summary>
/// <param name="Project">The project's folder and root namespace.</param>
/// <param name="Rows">Each room with the rooms it may name, in the order of the file.</param>
internal sealed partial record ArrowTable(string Project, IReadOnlyList<(string Room, IReadOnlyList<string> MayName)> Rows)
{
    /// <summary>The file that lists the arrows, relative to the repository's root.</summary>
    public const string Source = "Conformance.Tests/Architecture/arrows.txt";

    /// <summary>The tables of all projects, read once.</summary>
    public static IReadOnlyList<ArrowTable> All { get; } = Read(File.ReadAllText(Repository.PathOf(Source)));

    /// <summary>Reads the tables of all projects: <c>[Project]</c>, then a line <c>Room -&gt; Room, Room</c> for each room.</summary>
    public static IReadOnlyList<ArrowTable> Read(string text)
    {
        var tables = new List<ArrowTable>();
        foreach (var line in text.Split('\n')
            .Select(static line => line.Trim())
            .Where(static line => line.Length > 0 && !line.StartsWith('#')))
        {
            if (Head().Match(line) is { Success: true } head)
            {
                tables.Add(new ArrowTable(head.Groups["project"].Value, []));
            }
            else if (Row().Match(line) is { Success: true } row && tables.Count > 0)
            {
                var named = row.Groups["named"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                tables[^1] = tables[^1] with { Rows = [.. tables[^1].Rows, (row.Groups["room"].Value, named)] };
            }
            else
            {
                throw new FormatException($"{Source}: expected '[Project]' or 'Room -> Room, Room', received '{line}'");
            }
        }

        return tables;
    }

    /// <summary>Whether the first room may name the second.</summary>
    public bool Allows(string from, string to) => Rows.Any(row => row.Room == from && row.MayName.Contains(to));

    /// <summary>Returns the table as Markdown.</summary>
    public string ToMarkdown()
    {
        var page = new StringBuilder($"\n`{Project}`\n\n| Room | May name |\n| --- | --- |\n");
        foreach (var (room, mayName) in Rows)
        {
            page.Append($"| {Cell(room)} | {(mayName.Count == 0 ? "no other room" : string.Join(", ", mayName.Select(Cell)))} |\n");
        }

        return page.ToString();
    }

    private static string Cell(string room) => room.StartsWith('(') ? room : $"`{room}`";

    [GeneratedRegex(@"^\[(?<project>\w+)\]$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Head();

    [GeneratedRegex(
        @"^(?<room>\w+(\.\w+)*|\(\w+\))\s*->(?<named>[\w\s.,()]*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
