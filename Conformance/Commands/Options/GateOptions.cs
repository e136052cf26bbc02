using System.CommandLine;
using Conformance.Checking;
using Conformance.Commands.Showing;
using Conformance.Gating;
using Conformance.Results;
using Conformance.Running;
using Scenarios.Model;
using Scenarios.Reading;
using Scenarios.Words;

namespace Conformance.Commands.Options;

/// <summary>
/// The options of <c>run</c> for the gate: further reasons to fail a run, the number of plays of a case, and the files to write.
/// </summary>
internal sealed class GateOptions
{
    private readonly Option<string?> _known = new("--known")
    {
        Description = "A known-failures file. These cases still run; if one passes, the run fails.",
        HelpName = "FILE",
    };
    private readonly Option<string?> _baseline = new("--baseline")
    {
        Description = "An earlier run (its folder or results.jsonl). Only failures that it does not contain fail this run.",
        HelpName = "RUN",
    };
    private readonly Option<bool> _lastFailed = new("--last-failed")
    {
        Description = "Run only the cases that failed in the relay's last run.",
    };
    private readonly Option<int?> _maxFailures = Numbers.CreateOption(
        "--max-failures", "Stop after this many failures; the remaining cases do not run.", "N", 1, 1_000_000);
    private readonly Option<int?> _repeat = Numbers.CreateOption(
        "--repeat", "Run each case this many times; a case with differing results is flaky.", "N", 1, 1000);
    private readonly Option<int?> _retries = Numbers.CreateOption(
        "--retries", "Run a failed case again up to this many times; a case that then passes is flaky.", "N", 0, 100);
    private readonly Option<bool> _failOnFlaky = new("--fail-on-flaky") { Description = "Fail the run if a case is flaky." };
    private readonly Option<string?> _shard = new("--shard")
    {
        Description = "Run one of several parts of the selection; relayconf merge combines them.",
        HelpName = "I/N",
    };
    private readonly Option<bool> _onlyRules = new("--only-rules")
    {
        Description = "Run all cases, but let only rules fail the run; wrong outcomes are reported.",
    };
    private readonly Option<string[]> _skipRules = new("--skip-rule") { Description = "A rule to skip. Repeatable.", HelpName = "ID" };
    private readonly ReporterOption _reporters = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _known,
            _baseline,
            _lastFailed,
            _maxFailures,
            _repeat,
            _retries,
            _failOnFlaky,
            _shard,
            _onlyRules,
            _skipRules,
        })
        {
            command.Add(option);
        }

        _reporters.AddTo(command);
    }

    /// <summary>Narrows the selection to the cases of the last run that failed, and to a shard.</summary>
    public IReadOnlyList<Scenario> Narrow(ParseResult parsed, IReadOnlyList<Scenario> scenarios, string reports, string relay)
    {
        if (parsed.GetValue(_lastFailed))
        {
            var failed = LastFailed(reports, relay);
            scenarios = [.. scenarios.Where(scenario => failed.Contains(scenario.Id))];
        }

        if (ReadShard(parsed) is { } shard)
        {
            var part = shard.Select(scenarios.Select(static scenario => scenario.Id));
            scenarios = [.. scenarios.Where(scenario => part.Contains(scenario.Id))];
        }

        return scenarios;
    }

    /// <summary>Applies the options to the settings of a run.</summary>
    public RunSettings Apply(
        ParseResult parsed, RunSettings settings, ScenarioCatalog catalog, IReadOnlyList<Scenario> scenarios, Terminal terminal)
    {
        var known = parsed.GetValue(_known) is { } named ? Path.GetFullPath(named, terminal.Directory) : settings.Profile.Known;
        var skipped = SkippedRules(parsed);
        var reporters = _reporters.Read(parsed, terminal);
        return settings with
        {
            Gating = new RunGating
            {
                Known = known is null ? KnownList.Empty : KnownFile.Read(known, terminal).List,
                Baseline = parsed.GetValue(_baseline) is { } baseline ? ReadBaseline(baseline, scenarios, terminal) : null,
                Catalog = catalog.Scenarios.Select(static scenario => scenario.Id).ToHashSet(StringComparer.Ordinal),
                MaxFailures = parsed.GetValue(_maxFailures),
            },
            Plays = ReadPlays(parsed),
            Describe = info => info with
            {
                OnlyRules = parsed.GetValue(_onlyRules),
                SkippedRules = skipped,
                FailOnFlaky = parsed.GetValue(_failOnFlaky),
                KnownFile = known is null ? null : KnownFile.FormatName(known, terminal),
                Baseline = parsed.GetValue(_baseline),
                Shard = ReadShard(parsed)?.ToString(),
                Reporters = reporters,
                Selection = string.Join(' ', new[] { info.Selection, parsed.GetValue(_lastFailed)
                    ? "--last-failed"
                    : "" }.Where(static words => words.Length > 0)),
            },
        };
    }

    /// <summary>Returns the options that a command that repeats one case needs.</summary>
    public IEnumerable<string> AsTyped(ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(_known) is { } known)
        {
            yield return "--known";
            yield return KnownFile.FormatName(Path.GetFullPath(known, terminal.Directory), terminal);
        }

        foreach (var rule in parsed.GetValue(_skipRules) ?? [])
        {
            yield return "--skip-rule";
            yield return rule;
        }

        if (parsed.GetValue(_onlyRules))
        {
            yield return "--only-rules";
        }
    }

    /// <summary>Returns the reason why no case is left to play.</summary>
    public string DescribeEmpty(ParseResult parsed, RunSettings settings) => (parsed.GetValue(_lastFailed), ReadShard(parsed)) switch
    {
        (true, null) => $"No selected case failed in the last run of '{settings.Target.Name}'.",
        (_, { } shard) => $"Shard {shard} contains no selected case; there are more shards than cases.",
        _ => $"No case matches '{settings.Selection}'; run relayconf list to see all cases.",
    };

    private static HashSet<string> LastFailed(string reports, string relay)
    {
        var last = RunFiles.LastOf(reports, relay)
            ?? throw new UsageException($"There is no earlier run of '{relay}' in {reports}; --last-failed needs one.");
        return last.Result.Cases
            .Where(result => RunGate.Fails(last.Result.Info, result) || result.Verdict is Verdict.HarnessError or Verdict.DidNotRun
                || result.Findings.Any(static finding => finding is { Kind: FindingKind.Rule, Severity: Severity.Error, Known: null }))
            .Select(static result => result.Id)
            .ToHashSet(StringComparer.Ordinal);
    }

    private static Baseline ReadBaseline(string path, IReadOnlyList<Scenario> scenarios, Terminal terminal)
    {
        var run = RunFiles.Read(path, terminal).Result;
        var baseline = new Baseline(run, path);
        var ids = baseline.Ids.ToHashSet(StringComparer.Ordinal);
        return scenarios.Any(scenario => ids.Contains(scenario.Id))
            ? baseline
            : throw new UsageException($"The baseline {path} contains none of the selected cases, so there is nothing to compare.");
    }

    private PlayCount ReadPlays(ParseResult parsed) => (parsed.GetValue(_repeat), parsed.GetValue(_retries)) switch
    {
        (not null, not null) => throw new UsageException("--repeat and --retries cannot be combined; give one of them."),
        var (repeat, retries) => new PlayCount(repeat ?? 1, retries ?? 0),
    };

    private Shard? ReadShard(ParseResult parsed) => parsed.GetValue(_shard) is { } text
        ? Shard.Parse(text)
            ?? throw new UsageException($"--shard: expected I/N, such as 2/4 for the second of four parts, received '{text}'.")
        : null;

    private string[] SkippedRules(ParseResult parsed)
    {
        var rules = CheckCatalog.Infos.Select(static check => check.Id).ToList();
        string[] wanted = [.. (parsed.GetValue(_skipRules) ?? []).Distinct(StringComparer.Ordinal)];
        if (wanted.FirstOrDefault(id => !rules.Contains(id, StringComparer.Ordinal)) is { } unknown)
        {
            var near = WordSuggestion.FindAll(unknown, rules);
            var hint = near.Count == 0 ? "run relayconf checks for the list." : $"did you mean {string.Join(" or ", near)}?";
            throw new UsageException($"There is no rule '{unknown}'; {hint}");
        }

        return wanted;
    }
}
