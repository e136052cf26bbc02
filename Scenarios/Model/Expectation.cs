using System.Text.Json;

namespace Scenarios.Model;

/// <summary>The expected results of one turn. The rules, which apply to every stream, cover everything that is not named here.</summary>
/// <remarks>
/// Patterns are JSON: objects are partial, arrays complete, other values literal. <c>$name</c> binds on first use and must be equal later;
/// two names must differ. Reserved: <c>$any</c>, <c>$absent</c>, <c>$int</c>, <c>$string</c>, <c>$model</c> (the model asked for),
/// <c>$key</c> (in a header: the API key of the client); <c>{"$match": regex}</c> and <c>{"$json": value}</c> compare a string by pattern
/// or as JSON.
/// </remarks>
public sealed record Expectation
{
    /// <summary>The requests that must have reached the mock, one pattern for each exchange (one pattern alone: for the first).</summary>
    public IReadOnlyList<JsonElement> Requests { get; init; } = [];

    /// <summary>Headers that must have reached the mock with the first request, by lower-case name; values are patterns.</summary>
    public JsonElement? RequestHeaders { get; init; }

    /// <summary>The outcomes, best first. The first is required unless empty; the others are the tolerated ones of <c>or</c>.</summary>
    public IReadOnlyList<Outcome> Outcomes { get; init; } = [];

    /// <summary>
    /// Events that must come in this order, others between them allowed; empty unless the order itself is the case's subject. Holds for
    /// every relay.
    /// </summary>
    public IReadOnlyList<ExpectedEvent> Order { get; init; } = [];

    /// <summary>Bounds in time, counted from a named step.</summary>
    public IReadOnlyList<TimeBound> Timing { get; init; } = [];

    /// <summary>The requests and connections that the mock must have received.</summary>
    public UpstreamExpectation? Upstream { get; init; }

    /// <summary>The rules that the relay breaks on purpose in this set-up; empty unless the case sets the relay up.</summary>
    public IReadOnlyList<DeclaredBreak> Breaks { get; init; } = [];
}

/// <summary>A rule that a set-up is known to break, such as one that reproduces a system whose streams lack events.</summary>
/// <param name="Rule">The rule's id, such as <c>created-first</c>.</param>
/// <param name="Place">The place of the rule's name.</param>
public sealed record DeclaredBreak(string Rule, SourcePlace Place);

/// <summary>One outcome: an event list, a final response, an HTTP answer, or several of these together.</summary>
public sealed record Outcome
{
    /// <summary>The grade of a case that ends this way.</summary>
    public required Grade Grade { get; init; }

    /// <summary>The reason why a lower grade is tolerated; <see langword="null"/> for the first outcome.</summary>
    public string? Because { get; init; }

    /// <summary>
    /// The event stream, complete in order and type, partial in fields; <see langword="null"/> when only the outcome matters.
    /// </summary>
    public IReadOnlyList<ExpectedEvent>? Events { get; init; }

    /// <summary>
    /// A pattern over the outcome with the members <c>status, text, reasoning, refusal, calls, items, usage, error, incomplete</c>.
    /// <c>text</c>, <c>reasoning</c> and <c>refusal</c> are all parts joined; <c>calls</c> is a list of <c>{name, call_id, arguments}</c>;
    /// <c>items</c> a number or a list of patterns; <c>incomplete</c> the reason.
    /// </summary>
    public JsonElement? Final { get; init; }

    /// <summary>A pattern over the HTTP answer with the members <c>status</c>, <c>headers</c> (lower-case names) and <c>body</c>.</summary>
    public JsonElement? Http { get; init; }

    /// <summary>The outcome's place in its file.</summary>
    public required SourcePlace Place { get; init; }
}

/// <summary>The grade an outcome gives.</summary>
public enum Grade
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>Tolerated; shown in amber.</summary>
    NonStrict,

    /// <summary>Reported only.</summary>
    Info,
}

/// <summary>One expected event.</summary>
/// <param name="Type">The event's full type, such as <c>response.output_text.delta</c>, or <c>error</c>.</param>
/// <param name="Joined">
/// For <c>….deltas</c>: one or more neighbouring delta events of that type (and of the same item and part) whose deltas joined are the
/// value.
/// </param>
/// <param name="Pattern">
/// An object pattern over the event's members; a string stands for the event's main member
/// (<c>delta</c>, <c>text</c>, <c>refusal</c>, <c>arguments</c>, <c>input</c>); <see langword="null"/> when only the type counts.
/// For the six lifecycle events (<c>created</c> … <c>failed</c>) the pattern is over the <c>response</c> object.
/// </param>
/// <param name="Place">The event's place in its file.</param>
public sealed record ExpectedEvent(string Type, bool Joined, JsonElement? Pattern, SourcePlace Place);

/// <summary>A bound in time.</summary>
/// <param name="Subject">The event whose time is bounded.</param>
/// <param name="Step">The step it is counted from: a word such as <c>done</c> (its last occurrence) or a step's number.</param>
/// <param name="Max">At most so long after that step's last byte was sent.</param>
/// <param name="Place">The bound's place in its file.</param>
public sealed record TimeBound(TimingSubject Subject, string Step, TimeSpan Max, SourcePlace Place);

/// <summary>The event whose time is bounded.</summary>
public enum TimingSubject
{
    /// <summary>The terminal event reached the client.</summary>
    TerminalAfter,

    /// <summary>The client's connection was closed by the relay.</summary>
    ClientClosedAfter,

    /// <summary>The relay let go of the upstream connection.</summary>
    UpstreamReleasedAfter,
}

/// <summary>The requests and connections that the mock must have received in a turn.</summary>
/// <param name="Requests">
/// The number of requests; <see langword="null"/> if the case does not name it, and each exchange must have been used once.
/// </param>
/// <param name="Aborted">Whether the relay closed the connection before the answer was complete, or <see langword="null"/>.</param>
/// <param name="MinimumGap">The least time between two requests, or <see langword="null"/>.</param>
/// <param name="Place">The expectation's place in its file.</param>
public sealed record UpstreamExpectation(RequestCount? Requests, bool? Aborted, TimeSpan? MinimumGap, SourcePlace Place);

/// <summary>The number of requests the mock must have seen: relays differ in how often they try again.</summary>
/// <param name="Min">At least so many.</param>
/// <param name="Max">At most so many.</param>
public sealed record RequestCount(int Min, int Max);
