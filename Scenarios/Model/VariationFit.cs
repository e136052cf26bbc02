namespace Scenarios.Model;

/// <summary>Decides which variations fit a case: those that do not change the meaning of its upstream's answer.</summary>
/// <remarks>The rule is written down for authors in <c>Scenarios/README.md</c>, section "Variations".</remarks>
public static class VariationFit
{
    private const string NonStream = "non-stream";

    private static readonly string[] OfWrites = ["rechunk", "bytewise", "burst"];

    /// <summary>
    /// Returns whether a variation is played of a case that names none. One body is asked for only where it must be the same: an ordinary
    /// answer, from a relay that is not set up to differ.
    /// </summary>
    public static bool FitsByItself(Scenario scenario, string word)
    {
        ArgumentNullException.ThrowIfNull(scenario);

        return FindObstacle(scenario.Turns, word) is null
            && (word != NonStream
                || (scenario.Relay is null or { IsVendorOnly: true } && OrdinaryAnswer.IsOrdinary(scenario.Turns[0].Upstream[0].Steps)));
    }

    /// <summary>Returns why a variation does not fit the turns of a case; <see langword="null"/> when it does.</summary>
    /// <param name="turns">The turns of the case.</param>
    /// <param name="word">The variation, such as <c>newlines</c>.</param>
    public static string? FindObstacle(IReadOnlyList<Turn> turns, string word)
    {
        ArgumentNullException.ThrowIfNull(turns);
        ArgumentNullException.ThrowIfNull(word);

        return word == NonStream
            ? FindWholeObstacle(turns)
            : turns
                .Select(FindObstacle)
                .Append(FindMissingCall(turns))
                .Concat(turns.SelectMany(turn => turn.Upstream).Select(exchange => FindObstacle(exchange, word)))
            .FirstOrDefault(static reason => reason is not null);
    }

    private static string? FindMissingCall(IReadOnlyList<Turn> turns) =>
        turns.All(static turn => turn.Upstream.Count == 0) ? "the upstream is not called" : null;

    private static string? FindObstacle(Turn turn) => turn switch
    {
        { Client.Http: not null } => "the client calls another endpoint",
        { Client.Stream: false } => "the client does not request a stream",
        { Client.HangUpAfter: not null } => "the client hangs up",
        { Client.ReadSlowly: not null } => "the client reads slowly",
        { Expect.Timing.Count: > 0 } => "the case depends on timing",
        { Upstream.Count: > 1 } => "the upstream is called more than once",
        { Upstream: [var exchange] } => FindObstacle(exchange),
        _ => null,
    };

    private static string? FindObstacle(Exchange exchange)
    {
        if (exchange is { Status: not 200 } or { Steps.Count: 0 } or { Wire.Silent: true })
        {
            return "the upstream does not answer with steps";
        }

        if (exchange.Pace is not null)
        {
            return "the case sets the timing of its steps";
        }

        var odd = exchange.Steps.Flatten().FirstOrDefault(static step => !IsPlain(step));
        return odd is not null ? $"step {odd.Number} ('{odd.Word}') depends on timing or on the end of the connection"
            : ExchangeFailure.MayBeRetried(exchange) ? "the relay may retry, because the upstream sends nothing before it fails"
            : HasHeader(exchange, "content-length") ? "the upstream sends the length of its answer"
            : null;
    }

    private static string? FindObstacle(Exchange exchange, string word)
    {
        if (word == "gzip")
        {
            return exchange.Wire.Coding is not null || HasHeader(exchange, "content-encoding")
                ? "the case sets the compression of its answer"
                : null;
        }

        var steps = exchange.Steps.Flatten().ToList();
        if (OfWrites.Contains(word, StringComparer.Ordinal))
        {
            return exchange.Wire is { Split: not null } or { Settle: not null }
                || steps.Exists(static step => step is FlushStep or SendingStep { Split: not null })
                ? "the case sets the ends of its writes"
                : null;
        }

        return steps.Find(static step => step is RawStep or BytesStep or SendingStep { Keep: not null }) is { } verbatim
            ? $"step {verbatim.Number} ('{verbatim.Word}') sends bytes that are not whole events"
            : FindTextObstacle(exchange, steps, word);
    }

    private static string? FindTextObstacle(Exchange exchange, List<UpstreamStep> steps, string word) => word switch
    {
        "newlines" when exchange.Wire.Newline != Newline.Lf || steps.Exists(static step => step is SendingStep { Newline: not null }) =>
            "the case sets its line ends",
        "bom" when exchange.Wire.Bom => "the case already sends a byte order mark",
        "no-space" when !exchange.Wire.Space => "the case already omits the space",
        "done-variants" when !steps.Exists(static step => step is DoneStep { Sentinel: "[DONE]" }) =>
            "the case sends no [DONE], or a variant of it",
        _ => null,
    };

    private static string? FindWholeObstacle(IReadOnlyList<Turn> turns) => turns switch
    {
        [{ Client.Http: not null }] => "the client calls another endpoint",
        [{ Client.Stream: false }] => "the client does not request a stream",
        [{ Client.HangUpAfter: not null }] => "the client hangs up",
        [{ Upstream: [{ Body: not null }] }] => "the upstream answers with a body, not with steps",
        [{ Upstream: [{ Steps.Count: 0 } or { Status: not 200 }] }] => "the upstream does not answer with steps",
        [{ Upstream: [var exchange] }] => exchange.Steps.Flatten().FirstOrDefault(static step => !HasWholeForm(step)) is { } odd
            ? $"step {odd.Number} ('{odd.Word}') has no counterpart in a body"
            : null,
        [_] => "this requires exactly one exchange with the upstream",
        _ => "this requires exactly one turn",
    };

    private static bool HasWholeForm(UpstreamStep step) => step is not SendingStep { Keep: not null } and (
        TextStep or ReasoningStep or RefusalStep or ToolStep or DeltaStep or FinishStep or UsageStep or DoneStep
        or CommentStep or WaitStep or FlushStep or BurstStep or RepeatStep);

    /// <summary>Returns a list of what fits, because a step that is added later need not.</summary>
    private static bool IsPlain(UpstreamStep step) => step is
        TextStep
            or ReasoningStep or RefusalStep or ToolStep or DeltaStep or ChoiceStep or ChunkStep or FinishStep
            or UsageStep or ErrorStep or DoneStep
        or SseStep
        or CommentStep
        or RawStep
        or BytesStep
        or RepeatStep
        or BurstStep
        or FlushStep
        or CloseStep { Kind: CloseKind.Clean or CloseKind.Truncate };

    private static bool HasHeader(Exchange exchange, string header) =>
        exchange.Headers.Any(pair => pair.Key.Equals(header, StringComparison.OrdinalIgnoreCase));
}
