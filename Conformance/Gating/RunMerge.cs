using Conformance.Results;

namespace Conformance.Gating;

/// <summary>Puts the parts of a run together. Pure.</summary>
internal static class RunMerge
{
    /// <summary>Returns why the runs are not parts of one run; <see langword="null"/> when they are.</summary>
    /// <param name="parts">The runs with the names the user gave them.</param>
    public static string? FindProblem(IReadOnlyList<(string Name, RunResult Run)> parts)
    {
        var (firstName, first) = parts[0];
        foreach (var (name, run) in parts.Skip(1))
        {
            if (Difference(first.Info, run.Info) is { } difference)
            {
                return $"{firstName} and {name} are not parts of one run: {difference}.";
            }
        }

        var owner = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, result) in parts.SelectMany(static part => part.Run.Cases.Select(result => (part.Name, result))))
        {
            if (!owner.TryAdd(result.Id, name))
            {
                return $"{owner[result.Id]} and {name} both contain the case {result.Id}; give each part once.";
            }
        }

        return null;
    }

    /// <summary>Returns the description of the merged run.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="command">The command that merges them.</param>
    public static RunInfo MergeInfo(IReadOnlyList<RunResult> parts, string command)
    {
        var infos = parts.Select(static part => part.Info).ToList();
        return infos[0] with
        {
            StartedAt = infos.Min(static info => info.StartedAt),
            Selected = infos.Sum(static info => info.Selected),
            Available = infos.Max(static info => info.Available),
            Shard = null,
            Command = command,
            Notes = [.. infos.SelectMany(static info => info.Notes).Distinct(StringComparer.Ordinal)],
        };
    }

    /// <summary>Returns the cases of all parts in the order of their ids.</summary>
    public static IReadOnlyList<CaseResult> MergeCases(IReadOnlyList<RunResult> parts) =>
        [.. parts.SelectMany(static part => part.Cases).OrderBy(static result => result.Id, StringComparer.Ordinal)];

    /// <summary>
    /// Returns why the merged run is incomplete: a part is missing or was stopped. <see langword="null"/> when it is complete.
    /// </summary>
    public static string? DescribeMissing(IReadOnlyList<(string Name, RunResult Run)> parts)
    {
        var shards = parts.Select(static part => part.Run.Info.Shard is { } text ? Shard.Parse(text) : null).OfType<Shard>().ToList();
        var count = shards.Count > 0 ? shards[0].Count : 0;
        var missing = Enumerable.Range(1, count).Except(shards.Select(static shard => shard.Index)).ToList();
        if (missing.Count > 0)
        {
            var shares = string.Join(", ", missing.Select(index => $"{index}/{count}"));
            return missing.Count == 1 ? $"Shard {shares} is missing." : $"Shards {shares} are missing.";
        }

        var cut = parts.FirstOrDefault(static part => part.Run.End is null or { Partial: true });
        return cut.Run is null ? null : $"{cut.Name} is a partial run{(cut.Run.End?.Problem is { } problem ? ": " + problem : ".")}";
    }

    private static string? Difference(RunInfo left, RunInfo right)
    {
        (string What, string Left, string Right)[] pairs =
        [
            ("the relay", left.Relay, right.Relay),
            ("the program's version", left.Version, right.Version),
            ("the selection", left.Selection, right.Selection),
            ("the dialect", left.Dialect, right.Dialect),
            ("the list of lacking features", string.Join(' ', left.Lacks), string.Join(' ', right.Lacks)),
            ("--fail-on", left.FailOn, right.FailOn),
            ("--only-rules", left.OnlyRules.ToString(), right.OnlyRules.ToString()),
            ("--skip-rule", string.Join(' ', left.SkippedRules), string.Join(' ', right.SkippedRules)),
            ("the number of shards", CountOf(left), CountOf(right)),
        ];
        foreach (var (what, one, other) in pairs)
        {
            if (one != other)
            {
                return $"{what} is '{one}' in one and '{other}' in the other";
            }
        }

        return left.Shard is { } shard && shard == right.Shard ? $"both are shard {shard}" : null;
    }

    private static string CountOf(RunInfo info) => info.Shard is { } text && Shard.Parse(text) is { } shard
        ? shard.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : "";
}
