using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Results;
using MockUpstream.Contract;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Checking;

/// <summary>One rule that holds for every Responses stream. Pure: it sees what was recorded and says what is wrong.</summary>
public interface ICheck
{
    /// <summary>What the rule is.</summary>
    CheckInfo Info { get; }

    /// <summary>Which answers the rule applies to.</summary>
    RuleScope Scope { get; }

    /// <summary>The findings of one turn; none when the rule holds or does not apply.</summary>
    IEnumerable<Finding> Examine(RecordedTurn turn);
}

/// <summary>What a rule is, for listings, reports and docs.</summary>
/// <param name="Id">The kebab-case id.</param>
/// <param name="Rule">The rule's number, such as <c>V04</c>.</param>
/// <param name="Severity">How much a finding of it weighs unless the finding says otherwise.</param>
/// <param name="Title">The rule in one sentence.</param>
/// <param name="Source">Where it comes from and who breaks when it is broken.</param>
public sealed record CheckInfo(string Id, string Rule, Severity Severity, string Title, string Source);

/// <summary>Which answers a rule applies to.</summary>
public enum RuleScope
{
    /// <summary>Answers that are event streams.</summary>
    Stream,

    /// <summary>Every answer, whatever its form.</summary>
    Answer,

    /// <summary>Answers that hold a response object: event streams, and bodies such as those for <c>stream: false</c>.</summary>
    Response,

    /// <summary>Chat requests that reached the mock.</summary>
    ChatRequest,

    /// <summary>Answers that were asked for as a body, too.</summary>
    Parity,
}

/// <summary>What is known of the relay that an answer came from, as far as judging depends on it.</summary>
public sealed record RelayTraits
{
    /// <summary>The bundled relay, held to its goldens.</summary>
    public static RelayTraits Bundled { get; } = new() { KeepsGoldens = true };

    /// <summary>A relay about which nothing was declared.</summary>
    public static RelayTraits Foreign { get; } = new();

    /// <summary>Whether event lists are compared event by event; otherwise the outcome is derived from them.</summary>
    public bool KeepsGoldens { get; init; }

    /// <summary>The family of reasoning events the relay uses: <c>openai</c> or <c>open-responses</c>.</summary>
    public string Dialect { get; init; } = "openai";

    /// <summary>Whether the declared dialect is Open Responses'.</summary>
    public bool SpeaksOpenResponses => Dialect == "open-responses";

    /// <summary>Whether the relay asks the upstream for another model than the client named.</summary>
    public bool MapsModels { get; init; }
}

/// <summary>Everything that was recorded in one turn of one case: what the checks may look at.</summary>
public sealed record RecordedTurn
{
    /// <summary>The case.</summary>
    public required Scenario Scenario { get; init; }

    /// <summary>The turn's index, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Method and path of what the client asked, <c>$names</c> replaced.</summary>
    public string RequestLine { get; init; } = "POST /v1/responses";

    /// <summary>The body the client sent, model included, <c>$names</c> replaced; null where it sent none.</summary>
    public required JsonElement Request { get; init; }

    /// <summary>The relay's answer.</summary>
    public required RecordedStream Answer { get; init; }

    /// <summary>The answer's body as events; <see langword="null"/> when the answer is no event stream.</summary>
    public required WireStream? Wire { get; init; }

    /// <summary>What happened at the mock.</summary>
    public required UpstreamRecord Upstream { get; init; }

    /// <summary>The answer to the same question with <c>stream: false</c>, where the case was varied so (<c>non-stream</c>).</summary>
    public RecordedStream? NonStream { get; init; }

    /// <summary>The <c>hold</c> or <c>gate</c> at which the mock was still waiting when the answer ended; <see langword="null"/> when it waited for nothing.</summary>
    public HeldStep? HeldAt { get; init; }

    /// <summary>What is known of the relay.</summary>
    public RelayTraits Relay { get; init; } = RelayTraits.Bundled;

    /// <summary>Whether the case's patterns over the chat request do not count, because they follow from a set-up that only the bundled relay was given.</summary>
    public bool SkipsRequestPatterns { get; init; }

    /// <summary>Words that must not appear in anything a client sees: keys and the upstream's address.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Ticks of the clock in one second.</summary>
    public required long TicksPerSecond { get; init; }

    /// <summary>The turn's script and expectation.</summary>
    public Turn Turn => Scenario.Turns[Index];

    /// <summary>The model the case goes by: the one asked for, or the case's own where the request names none.</summary>
    public string Model => Request.Member("model").Text() ?? CaseKey.Of(Scenario);

    /// <summary>Whether a replay was asked for from its middle on, so that what came before is missing rightly.</summary>
    public bool IsTail => Turn.Client.Http?.Path.Contains("starting_after=", StringComparison.Ordinal) ?? false;
}
