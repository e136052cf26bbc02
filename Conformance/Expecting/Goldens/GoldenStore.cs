using System.Globalization;
using System.Text;
using Conformance.Expecting.Patterns;
using Conformance.Results;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;
using Scenarios.Model;

namespace Conformance.Expecting.Goldens;

/// <summary>The golden files of a folder: beside their cases, or in a folder of the user's (<c>--golden</c>).</summary>
/// <param name="folder">The folder that holds <c>&lt;id&gt;.golden.jsonl</c>.</param>
public sealed class GoldenStore(string folder)
{
    private const string GoldenEnding = ".golden.jsonl";
    private const string ReceivedEnding = ".received.jsonl";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The golden lines of each turn; <see langword="null"/> when there is no golden.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Load(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);

        var path = PathOf(scenario.Id, GoldenEnding);
        return File.Exists(path) ? Turns(File.ReadAllLines(path)) : null;
    }

    /// <summary>
    /// Compares a stream with its golden and returns the first difference. Writes <c>&lt;id&gt;.received.jsonl</c> if they differ or no
    /// golden exists, and otherwise removes a stale one.
    /// </summary>
    /// <returns>One finding (<c>golden</c>, or <c>golden-missing</c>), or <see langword="null"/> when they agree.</returns>
    public Finding? Compare(Scenario scenario, IReadOnlyList<IReadOnlyList<string>> received)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(received);

        var golden = Load(scenario);
        var finding = golden is null ? Missing(scenario) : FirstDifference(golden, received);
        if (finding is null)
        {
            File.Delete(PathOf(scenario.Id, ReceivedEnding));
            return null;
        }

        var path = PathOf(scenario.Id, ReceivedEnding);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Text(received), Utf8);
        return finding;
    }

    /// <summary>The ids that have a received file waiting, in order.</summary>
    public IReadOnlyList<string> ListWaiting() => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "*" + ReceivedEnding, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')[..^ReceivedEnding.Length])
            .Order(StringComparer.Ordinal)];

    /// <summary>
    /// The difference between golden and received of an id as unified text lines (<c>+</c>, <c>-</c>, space first), and whether there is a
    /// received file at all.
    /// </summary>
    public (bool Found, IReadOnlyList<string> Lines) Difference(string id)
    {
        var received = PathOf(id, ReceivedEnding);
        if (!File.Exists(received))
        {
            return (false, []);
        }

        var golden = PathOf(id, GoldenEnding);
        var before = File.Exists(golden) ? File.ReadAllText(golden) : "";
        var diff = new InlineDiffBuilder(new Differ()).BuildDiffModel(before, File.ReadAllText(received));
        return (true, [.. diff.Lines.Where(line => line.Text is { Length: > 0 }).Select(line => Mark(line.Type) + line.Text)]);
    }

    /// <summary>Takes the received file over as the golden.</summary>
    /// <exception cref="FileNotFoundException">There is no received file.</exception>
    public void Accept(string id) => File.Move(PathOf(id, ReceivedEnding), PathOf(id, GoldenEnding), overwrite: true);

    private static Finding Missing(Scenario scenario) => new()
    {
        Check = CheckIds.GoldenMissing,
        Severity = Severity.Warning,
        Message = $"There is no golden file. Review {scenario.Id}.received.jsonl and accept it with: relayconf accept {scenario.Id}",
    };

    private static Finding? FirstDifference(IReadOnlyList<IReadOnlyList<string>> golden, IReadOnlyList<IReadOnlyList<string>> received)
    {
        for (var turn = 0; turn < Math.Max(golden.Count, received.Count); turn++)
        {
            IReadOnlyList<string> before = turn < golden.Count ? golden[turn] : [];
            IReadOnlyList<string> now = turn < received.Count ? received[turn] : [];
            for (var line = 0; line < Math.Max(before.Count, now.Count); line++)
            {
                var wanted = line < before.Count ? before[line] : "the end of the stream";
                var there = line < now.Count ? now[line] : "the end of the stream";
                if (!string.Equals(wanted, there, StringComparison.Ordinal))
                {
                    return Different(turn, before.Take(line).Sum(LongRuns.Count), wanted, there);
                }
            }
        }

        return null;
    }

    private static Finding Different(int turn, int line, string wanted, string there)
    {
        var start = Math.Max(0, CommonPrefix(wanted, there) - 60);
        return new Finding
        {
            Check = CheckIds.Golden,
            Severity = Severity.Error,
            Message = string.Create(CultureInfo.InvariantCulture, $"Event {line} differs from the golden stream."),
            Turn = turn + 1,
            Event = line,
            Expected = Around(wanted, start),
            Received = Around(there, start),
        };
    }

    private static int CommonPrefix(string left, string right)
    {
        var length = 0;
        while (length < left.Length && length < right.Length && left[length] == right[length])
        {
            length++;
        }

        return length;
    }

    private static string Around(string text, int start) =>
        start == 0 ? JsonFormat.FormatShort(text) : "…" + JsonFormat.FormatShort(start < text.Length ? text[start..] : "");

    private static string Text(IReadOnlyList<IReadOnlyList<string>> turns)
    {
        var text = new StringBuilder();
        for (var turn = 0; turn < turns.Count; turn++)
        {
            if (turn > 0)
            {
                text.Append(TurnLine(turn)).Append('\n');
            }

            foreach (var line in turns[turn])
            {
                text.Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    private static List<List<string>> Turns(IEnumerable<string> lines)
    {
        var turns = new List<List<string>> { new() };
        foreach (var line in lines)
        {
            if (string.Equals(line, TurnLine(turns.Count), StringComparison.Ordinal))
            {
                turns.Add([]);
            }
            else
            {
                turns[^1].Add(line);
            }
        }

        return turns;
    }

    private static string TurnLine(int turn) => string.Create(CultureInfo.InvariantCulture, $$"""{"turn":{{turn + 1}}}""");

    private static string Mark(ChangeType type) => type switch
    {
        ChangeType.Inserted => "+ ",
        ChangeType.Deleted => "- ",
        _ => "  ",
    };

    private string PathOf(string id, string ending) => Path.Combine([folder, .. (id + ending).Split('/')]);
}
