using Conformance.Results;

namespace Conformance.Checking;

/// <summary>
/// The checks that compare a case with its expectation. They decide a case's verdict, while rules are judged over the whole run.
/// </summary>
public static class ExpectationChecks
{
    /// <summary>
    /// All of them, grouped by subject: the outcome, the events, the requests to the upstream, time, and the relay's process.
    /// </summary>
    public static IReadOnlyList<ExpectationCheck> All { get; } =
    [
        new(
            CheckIds.OutcomeStatus,
            Severity.Error,
            "The response ends with the expected status, and an incomplete one with the expected reason."),
        new(CheckIds.OutcomeItems, Severity.Error, "The response has the expected output items, in the expected order."),
        new(CheckIds.OutcomeText, Severity.Error, "The text that a client receives equals the upstream's text."),
        new(CheckIds.OutcomeRefusal, Severity.Error, "A refusal of the model is returned to the client."),
        new(CheckIds.OutcomeReasoning, Severity.Error, "Reasoning that the relay returns equals the upstream's reasoning."),
        new(CheckIds.OutcomeCalls, Severity.Error, "Each call is returned with its name, its arguments and a unique `call_id`."),
        new(CheckIds.OutcomeAnnotations, Severity.Error, "The finished message contains the annotations that the upstream sent."),
        new(CheckIds.OutcomeUsage, Severity.Error, "Token counts that the upstream sent are returned to the client."),
        new(CheckIds.OutcomeCause, Severity.Error, "A failed response states the actual cause of the failure."),
        new(CheckIds.OutcomeOrder, Severity.Error, "Events arrive in the order that the case requires."),
        new(CheckIds.EventOrder, Severity.Error, "The stream contains the events that the case lists, in that order."),
        new(CheckIds.EventField, Severity.Error, "An event's members have the values that the case lists."),
        new(CheckIds.FinalResponse, Severity.Error, "The final response has the members that the case expects."),
        new(CheckIds.HttpAnswer, Severity.Error, "An answer that is not a stream has the expected HTTP status, headers and body."),
        new(CheckIds.ChatRequest, Severity.Error, "The chat request that reaches the upstream has the expected members."),
        new(CheckIds.ChatRequestHeaders, Severity.Error, "The chat request that reaches the upstream has the expected headers."),
        new(CheckIds.UpstreamRequests, Severity.Error, "The relay sends the expected number of requests to the upstream."),
        new(
            CheckIds.UpstreamAborted,
            Severity.Error,
            "The relay closes the upstream connection when the client has disconnected, and not before."),
        new(CheckIds.UpstreamGap, Severity.Error, "The relay waits as long as the upstream requested before it retries."),
        new(CheckIds.VendorRefusal, Severity.Error, "The vendor that the case simulates (`as:`) accepts the chat request. A refusal is an "
            + "error unless the relay recovers from it."),
        new(CheckIds.Held, Severity.Error, "The relay forwards received content while the upstream pauses."),
        new(CheckIds.LateTerminal, Severity.Error, "The terminal event is sent within the time limit of the case."),
        new(CheckIds.LateClientClose, Severity.Error, "The relay closes the client connection within the time limit of the case."),
        new(CheckIds.LateUpstreamRelease, Severity.Error, "The relay closes the upstream connection within the time limit of the case."),
        new(CheckIds.Golden, Severity.Error, "The stream equals the golden file of the case."),
        new(CheckIds.GoldenMissing, Severity.Warning, "A case that is compared with a golden file has such a file."),
        new(CheckIds.Breaks, Severity.Error, "A rule that a case declares broken by its configuration is broken."),
        new(CheckIds.Variation, Severity.Error, "The relay returns the same events for every presentation of the upstream's stream."),
        new(CheckIds.RelayDied, Severity.Error, "The relay process does not exit while a case runs."),
        new(CheckIds.AnswerTooLarge, Severity.Error, "The size of an answer is below the limit."),
    ];
}

/// <summary>One check of a case's expectation.</summary>
/// <param name="Id">The kebab-case id, as findings have it.</param>
/// <param name="Severity">The default severity of its findings.</param>
/// <param name="Title">The requirement, in one sentence.</param>
public sealed record ExpectationCheck(string Id, Severity Severity, string Title);
