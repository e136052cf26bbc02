using Conformance.Checking;
using Conformance.Gating;
using Conformance.Results;
using Conformance.Tests.Running;

namespace Conformance.Tests.Gating;

/// <summary>Runs and lists made by hand.</summary>
internal static class Runs
{
    public static IReadOnlyCollection<string> Rules { get; } = [.. CheckCatalog.Infos.Select(static info => info.Id)];

    public static RunInfo Info { get; } = new()
    {
        Name = "acme", StartedAt = new DateTimeOffset(2026, 9, 14, 8, 30, 5, TimeSpan.Zero), Relay = "acme", Target = "http://localhost",
        Version = "1", Selected = 3, Available = 3, Command = "./relayconf run --relay acme",
    };

    public static CaseResult Passed(string id) => Judged(Cases.Result(id, Verdict.Passed));

    public static CaseResult Failed(string id, params string[] checks) =>
        Judged(Cases.Result(id, Verdict.Failed, "must", [.. checks.Select(static check => Cases.Finding(check))]));

    /// <summary>A case whose outcome is right, and whose stream breaks rules.</summary>
    public static CaseResult Breaks(string id, params string[] rules) =>
        Judged(Cases.Result(
            id, Verdict.Passed, "must", [.. rules.Select(static rule => Cases.Finding(rule) with { Kind = FindingKind.Rule })]));

    public static RunResult Of(params CaseResult[] cases) => Of(RunGating.None, cases);

    /// <summary>A run as it is when it ends, its gate included.</summary>
    public static RunResult Of(RunGating gating, params CaseResult[] cases) => Of(gating, Info, cases);

    public static RunResult Of(RunGating gating, RunInfo like, params CaseResult[] cases)
    {
        var info = like.Shard is null && like.Selected == like.Available
            ? like with { Selected = cases.Length, Available = cases.Length }
            : like with { Selected = cases.Length };
        var marked = cases.Select(result => gating.Mark(info, result)).ToList();
        var run = new RunResult { Info = info, Cases = marked, Rules = RuleTally.Count(info, marked) };
        var end = new RunEnd(info.StartedAt.AddSeconds(4), 4_000, Partial: false, ExitCode: 0)
        {
            Gate = gating.Conclude(run, isPartial: false),
        };
        run = run with { End = end };
        return run with { End = end with { ExitCode = RunGate.Fails(run) ? 1 : 0 } };
    }

    public static KnownList List(string text)
    {
        var (list, problems) = KnownListReader.Read("known.yaml", text, Rules);
        return problems.Count == 0 ? list : throw new ArgumentException(string.Join('\n', problems), nameof(text));
    }

    public static RunGating Gate(string known, params string[] catalog) =>
        new() { Known = List(known), Catalog = catalog.ToHashSet(StringComparer.Ordinal) };

    private static CaseResult Judged(CaseResult result) => result with
    {
        Judged = new Dictionary<string, int>(StringComparer.Ordinal) { ["stream"] = 1, ["answer"] = 1, ["chat_request"] = 1 },
    };
}
