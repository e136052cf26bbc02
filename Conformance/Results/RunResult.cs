using System.Text.Json.Serialization;

namespace Conformance.Results;

/// <summary>A whole run: what was asked, against which relay, and every case's result. Every report is a view of it.</summary>
public sealed record RunResult
{
    /// <summary>What the run was.</summary>
    public required RunInfo Info { get; init; }

    /// <summary>The cases in the order of their ids.</summary>
    public required IReadOnlyList<CaseResult> Cases { get; init; }

    /// <summary>How it ended; <see langword="null"/> while it goes on or when it was cut off by force.</summary>
    public RunEnd? End { get; init; }
}

/// <summary>The first line of <c>results.jsonl</c> (<c>kind: run</c>).</summary>
public sealed record RunInfo : ResultLine
{
    /// <summary>The version of the file's shape.</summary>
    public string Schema { get; init; } = "relay-results/v1";

    /// <summary>The run's name: the relay's name unless the user gave another.</summary>
    public required string Name { get; init; }

    /// <summary>When it started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The relay's name, such as <c>bundled</c>.</summary>
    public required string Relay { get; init; }

    /// <summary>How the relay was reached: a URL, or the command that started it (without secrets).</summary>
    public required string Target { get; init; }

    /// <summary>The version of this program.</summary>
    public required string Version { get; init; }

    /// <summary>The selection as the user gave it, such as <c>--tag tools</c>; empty for everything.</summary>
    public string Selection { get; init; } = "";

    /// <summary>How many cases were selected.</summary>
    public required int Selected { get; init; }

    /// <summary>How many cases there are.</summary>
    public required int Available { get; init; }

    /// <summary>The command that repeats the run.</summary>
    public required string Command { get; init; }
}

/// <summary>The last line of <c>results.jsonl</c> (<c>kind: end</c>).</summary>
/// <param name="FinishedAt">When it ended, UTC.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Partial">Whether cases that were selected did not run.</param>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Problem">Why the run could not be completed, in one sentence; <see langword="null"/> when it was.</param>
public sealed record RunEnd(DateTimeOffset FinishedAt, double DurationMs, bool Partial, int ExitCode, string? Problem = null) : ResultLine;

/// <summary>The verdict on a case.</summary>
[JsonConverter(typeof(SnakeCaseConverter<Verdict>))]
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Tolerated, with the scenario's reason.</summary>
    NonStrict,

    /// <summary>The relay is wrong.</summary>
    Failed,

    /// <summary>The case does not apply to this relay (it needs another set-up); never counted as a pass.</summary>
    NotApplicable,

    /// <summary>The harness broke; no statement about the relay.</summary>
    HarnessError,
}

/// <summary>One case's result: a line of <c>results.jsonl</c> (<c>kind: case</c>).</summary>
public sealed record CaseResult : ResultLine
{
    /// <summary>The scenario's id.</summary>
    public required string Id { get; init; }

    /// <summary>The scenario's title.</summary>
    public required string Title { get; init; }

    /// <summary>Why the case exists.</summary>
    public string? Why { get; init; }

    /// <summary>The level in lower case: <c>must</c>, <c>should</c>, <c>may</c>, <c>info</c>.</summary>
    public required string Level { get; init; }

    /// <summary>The references with their pages.</summary>
    public IReadOnlyList<SpecLink> Spec { get; init; } = [];

    /// <summary>Rows of the quirk catalogue with their titles.</summary>
    public IReadOnlyList<QuirkReference> Quirks { get; init; } = [];

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The vendors known to send this.</summary>
    public IReadOnlyList<string> SeenIn { get; init; } = [];

    /// <summary>The scenario's file, relative to the repository where possible.</summary>
    public required string File { get; init; }

    /// <summary>The relay's set-up in the case's own words (<c>preset codex</c>, <c>on_length=completed</c>), empty for the defaults.</summary>
    public string Setup { get; init; } = "";

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why: the tolerated reason, why it does not apply, or what broke. <see langword="null"/> for a plain pass or fail.</summary>
    public string? Reason { get; init; }

    /// <summary>How long the case took.</summary>
    public double DurationMs { get; init; }

    /// <summary>All findings, the first divergence first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The one command that repeats the case.</summary>
    public required string Repro { get; init; }

    /// <summary>The case's folder below the run's folder, such as <c>cases/tools/args-split</c>; <see langword="null"/> when it was not played.</summary>
    public string? Folder { get; init; }
}

/// <summary>A reference to a specification with its page.</summary>
/// <param name="Ref">The reference, such as <c>chat#delta-tool_calls</c>.</param>
/// <param name="Title">What it says in a few words.</param>
/// <param name="Url">Where it stands; <see langword="null"/> when there is no page.</param>
public sealed record SpecLink(string Ref, string Title, string? Url);

/// <summary>A row of the quirk catalogue.</summary>
/// <param name="Id">The row, such as <c>Q04</c>.</param>
/// <param name="Title">What it is.</param>
public sealed record QuirkReference(string Id, string Title);
