namespace Conformance.Results;

/// <summary>
/// The ids of the checks that are no rules. Findings name their check by these constants, and the catalogue lists each of them.
/// </summary>
internal static class CheckIds
{
    public const string EventOrder = "event-order";
    public const string EventField = "event-field";
    public const string FinalResponse = "final-response";
    public const string HttpAnswer = "http-answer";

    public const string OutcomeStatus = "outcome-status";
    public const string OutcomeItems = "outcome-items";
    public const string OutcomeText = "outcome-text";
    public const string OutcomeRefusal = "outcome-refusal";
    public const string OutcomeReasoning = "outcome-reasoning";
    public const string OutcomeCalls = "outcome-calls";
    public const string OutcomeUsage = "outcome-usage";
    public const string OutcomeCause = "outcome-cause";
    public const string OutcomeAnnotations = "outcome-annotations";

    /// <inheritdoc cref="OutcomeStatus"/>
    public const string OutcomeOrder = "outcome-order";

    public const string ChatRequest = "chat-request";
    public const string ChatRequestHeaders = "chat-request-headers";
    public const string UpstreamRequests = "upstream-requests";
    public const string UpstreamAborted = "upstream-aborted";
    public const string UpstreamGap = "upstream-gap";

    public const string VendorRefusal = "vendor-refusal";

    public const string Held = "held";
    public const string LateTerminal = "late-terminal";
    public const string LateClientClose = "late-client-close";
    public const string LateUpstreamRelease = "late-upstream-release";

    public const string Golden = "golden";
    public const string GoldenMissing = "golden-missing";
    public const string Breaks = "breaks";

    public const string Variation = "variation";

    public const string RelayDied = "relay-died";
    public const string AnswerTooLarge = "answer-too-large";
}
