using System.Text.Json.Serialization;

namespace Conformance.Results;

/// <summary>A whole run: what was asked, against which relay, and every case's result. Every report is a view of it.</summary>
public sealed record RunResult
{
    /// <summary>What the run was.</summary>
    public required RunInfo Info { get; init; }

    /// <summary>The cases in the order of their ids.</summary>
    public required IReadOnlyList<CaseResult> Cases { get; init; }

    /// <summary>The rules that are judged over the whole run, in the order of the catalogue.</summary>
    public IReadOnlyList<RuleResult> Rules { get; init; } = [];

    /// <summary>How it ended; <see langword="null"/> while it goes on or when it was cut off by force.</summary>
    public RunEnd? End { get; init; }
}

/// <summary>The first line of <c>results.jsonl</c> (<c>kind: run</c>).</summary>
public sealed record RunInfo : ResultLine
{
    /// <summary>The version of the file's shape.</summary>
    public string Schema { get; init; } = "relay-results/v2";

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

    /// <summary>
    /// The weakest level whose cases fail the run (<c>--fail-on</c>): <c>must</c>, <c>should</c>, <c>may</c> or <c>info</c>.
    /// </summary>
    public string FailOn { get; init; } = "should";

    /// <summary>The dialect the relay was held to: <c>openai</c> or <c>open-responses</c>.</summary>
    public string Dialect { get; init; } = "openai";

    /// <summary>The features the relay is declared to lack, in the words of its profile.</summary>
    public IReadOnlyList<string> Lacks { get; init; } = [];

    /// <summary>
    /// Which variations of each case were played (<c>--vary</c>): <c>default</c>, <c>full</c>, <c>off</c>, or their words.
    /// </summary>
    public string Vary { get; init; } = "off";

    /// <summary>Whether only the rules fail the run (<c>--only-rules</c>); outcomes are judged and shown, and fail nothing.</summary>
    public bool OnlyRules { get; init; }

    /// <summary>The rules that were not judged (<c>--skip-rule</c>), by id.</summary>
    public IReadOnlyList<string> SkippedRules { get; init; } = [];

    /// <summary>Whether a flaky case fails the run (<c>--fail-on-flaky</c>).</summary>
    public bool FailOnFlaky { get; init; }

    /// <summary>The file of known failures as the user named it; <see langword="null"/> when there was none.</summary>
    public string? KnownFile { get; init; }

    /// <summary>The run that this one was compared with (<c>--baseline</c>), as the user named it.</summary>
    public string? Baseline { get; init; }

    /// <summary>
    /// The part of the selection that was played, such as <c>2/4</c> (<c>--shard</c>); <see langword="null"/> for all of it.
    /// </summary>
    public string? Shard { get; init; }

    /// <summary>The views that are written beside <c>results.jsonl</c> (<c>--reporter</c>), by name.</summary>
    public IReadOnlyList<string> Reporters { get; init; } = ["html", "jsonl", "junit", "md"];

    /// <summary>Notes about how the run was made, such as that cases were played one at a time.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>The last line of <c>results.jsonl</c> (<c>kind: end</c>).</summary>
/// <param name="FinishedAt">When it ended, UTC.</param>
/// <param name="DurationMs">How long it took.</param>
/// <param name="Partial">Whether cases that were selected did not run.</param>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Problem">Why the run could not be completed, in one sentence; <see langword="null"/> when it was.</param>
public sealed record RunEnd(DateTimeOffset FinishedAt, double DurationMs, bool Partial, int ExitCode, string? Problem = null) : ResultLine
{
    /// <summary>The findings of the list of known failures and the baseline; see <see cref="GateFinding"/>.</summary>
    public IReadOnlyList<GateFinding> Gate { get; init; } = [];
}

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

    /// <summary>The case was selected and never played, because the run ended before; no statement about the relay.</summary>
    DidNotRun,
}

/// <summary>One rule judged over the whole run: a line of <c>results.jsonl</c> (<c>kind: rule</c>), written after the last case.</summary>
public sealed record RuleResult : ResultLine
{
    /// <summary>The rule's kebab-case id, such as <c>sequence-gap</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The rule's number, such as <c>V04</c>.</summary>
    public required string Rule { get; init; }

    /// <summary>The rule in one sentence.</summary>
    public required string Title { get; init; }

    /// <summary>The severity of its worst finding; that of the catalogue when it has none.</summary>
    public required Severity Severity { get; init; }

    /// <summary>How many answers (turns) the rule applied to.</summary>
    public required int Streams { get; init; }

    /// <summary>In how many of them it held.</summary>
    public required int Held { get; init; }

    /// <summary>Whether it fails the run: an error in a case that is strong enough, and not a known failure.</summary>
    public bool Fails { get; init; }

    /// <summary>The ids of the cases in which it is broken, in order.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];

    /// <summary>The first finding, with its case.</summary>
    public RuleExample? First { get; init; }

    /// <summary>Why it is expected to be broken, from the list of known failures; <see langword="null"/> when it is not.</summary>
    public string? Known { get; init; }
}

/// <summary>A finding of a rule with the case it was found in.</summary>
/// <param name="Case">The case's id.</param>
/// <param name="Finding">The finding.</param>
public sealed record RuleExample(string Case, Finding Finding);

/// <summary>The effect of a case's answer on one client.</summary>
/// <param name="Client">The client's name, such as <c>codex</c>.</param>
/// <param name="Impact"><c>works</c>, <c>loses</c> or <c>breaks</c>.</param>
/// <param name="Says">The sentence the client would show, or what it loses; empty when it works.</param>
public sealed record ClientCell(string Client, string Impact, string Says)
{
    /// <summary>
    /// Whether the client treats every such answer so, whatever the form: no relay can send one that the client takes better.
    /// </summary>
    public bool Inherent { get; init; }
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

    /// <summary>
    /// The relay's set-up in the case's own words (<c>preset codex</c>, <c>on_length=completed</c>), empty for the defaults.
    /// </summary>
    public string Setup { get; init; } = "";

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why: the tolerated reason, why it does not apply, or what broke. <see langword="null"/> for a plain pass or fail.</summary>
    public string? Reason { get; init; }

    /// <summary>How long the case took.</summary>
    public double DurationMs { get; init; }

    /// <summary>All findings, the first divergence first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>
    /// How many answers each family of rules applied to, by <c>RuleScope</c> in snake case; the rows of rules are counted from it.
    /// </summary>
    public IReadOnlyDictionary<string, int> Judged { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>The effect of the answer on each client; empty if the case was not played.</summary>
    public IReadOnlyList<ClientCell> Clients { get; init; } = [];

    /// <summary>How often the case was played; more than once only with <c>--retries</c> or when a relay's death made it suspect.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>How many plays with the upstream's body in another presentation were compared with the plain one.</summary>
    public int Variations { get; init; }

    /// <summary>Whether it failed at first and passed when it was played again.</summary>
    public bool Flaky { get; init; }

    /// <summary>Why a failure is expected, from the list of known failures; <see langword="null"/> when it is not.</summary>
    public string? Known { get; init; }

    /// <summary>
    /// The relay's own error message, from the failed response, the error event or the body of an HTTP error, masked;
    /// <see langword="null"/> when it sent none.
    /// </summary>
    public string? RelayError { get; init; }

    /// <summary>The one command that repeats the case.</summary>
    public required string Repro { get; init; }

    /// <summary>
    /// The case's folder below the run's folder, such as <c>cases/tools/name-split</c>; <see langword="null"/> when it was not played.
    /// </summary>
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
