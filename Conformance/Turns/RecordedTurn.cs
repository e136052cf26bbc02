using System.Text.Json;
using Conformance.Reading;
using Conformance.Recording;
using MockUpstream.Contract;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Turns;

/// <summary>The recordings of one turn of one case, which all checks read.</summary>
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

    /// <summary>
    /// The <c>hold</c> or <c>gate</c> at which the mock was still waiting when the answer ended; <see langword="null"/> when it waited for
    /// nothing.
    /// </summary>
    public HeldStep? HeldAt { get; init; }

    /// <summary>What is known of the relay.</summary>
    public RelayTraits Relay { get; init; } = RelayTraits.Bundled;

    /// <summary>
    /// Whether the case's patterns over the chat request do not count, because they follow from a set-up that only the bundled relay was
    /// given.
    /// </summary>
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
