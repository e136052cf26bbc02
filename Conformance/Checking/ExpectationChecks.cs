using Conformance.Results;

namespace Conformance.Checking;

/// <summary>The checks that compare a case with its expectation. They decide a case's verdict, while rules are judged over the whole run.</summary>
public static class ExpectationChecks
{
    /// <summary>All of them, grouped by what they look at: the outcome, the events, the requests to the upstream, time, and the relay's process.</summary>
    public static IReadOnlyList<ExpectationCheck> All { get; } =
    [
        new(CheckIds.OutcomeStatus, Severity.Error, "The response ends with the expected status, and an incomplete one with the expected reason."),
        new(CheckIds.OutcomeItems, Severity.Error, "The response has the expected output items, in the expected order."),
        new(CheckIds.OutcomeText, Severity.Error, "The text that a client ends up with is the upstream's text."),
        new(CheckIds.OutcomeRefusal, Severity.Error, "A refusal of the model reaches the client."),
        new(CheckIds.OutcomeReasoning, Severity.Error, "Reasoning that the relay shows is the upstream's reasoning."),
        new(CheckIds.OutcomeCalls, Severity.Error, "Each call reaches the client with its name, its arguments and a `call_id` of its own."),
        new(CheckIds.OutcomeAnnotations, Severity.Error, "Annotations that the upstream sent stand in the finished message."),
        new(CheckIds.OutcomeUsage, Severity.Error, "Token counts that the upstream sent reach the client."),
        new(CheckIds.OutcomeCause, Severity.Error, "A failed response names the cause that the failure had."),
        new(CheckIds.OutcomeOrder, Severity.Error, "Events come in the order that is the subject of the case."),
        new(CheckIds.EventOrder, Severity.Error, "The events of the stream are those of the case's list, in its order."),
        new(CheckIds.EventField, Severity.Error, "An event's members have the values that the case lists."),
        new(CheckIds.FinalResponse, Severity.Error, "The final response has the members that the case expects."),
        new(CheckIds.HttpAnswer, Severity.Error, "An answer that is no stream has the expected HTTP status, headers and body."),
        new(CheckIds.ChatRequest, Severity.Error, "The chat request that reaches the upstream has the expected members."),
        new(CheckIds.ChatRequestHeaders, Severity.Error, "The chat request that reaches the upstream has the expected headers."),
        new(CheckIds.UpstreamRequests, Severity.Error, "The relay sends the expected number of requests to the upstream."),
        new(CheckIds.UpstreamAborted, Severity.Error, "The relay releases the upstream connection when the client is gone, and not before."),
        new(CheckIds.UpstreamGap, Severity.Error, "The relay waits as long as it was asked to before it sends a request again."),
        new(CheckIds.VendorRefusal, Severity.Error, "The vendor that the case plays (`as:`) takes the chat request; an error unless the relay recovers from the refusal."),
        new(CheckIds.Held, Severity.Error, "The relay forwards what it has while the upstream pauses."),
        new(CheckIds.LateTerminal, Severity.Error, "The terminal event is sent within the case's time."),
        new(CheckIds.LateClientClose, Severity.Error, "The relay closes the client's connection within the case's time."),
        new(CheckIds.LateUpstreamRelease, Severity.Error, "The relay releases the upstream connection within the case's time."),
        new(CheckIds.Golden, Severity.Error, "The stream is the one in the case's golden file."),
        new(CheckIds.GoldenMissing, Severity.Warning, "A case that is compared with a golden file has one."),
        new(CheckIds.Breaks, Severity.Error, "A rule that a case declares broken by its set-up is broken."),
        new(CheckIds.Variation, Severity.Error, "The relay's events are the same in whatever presentation the upstream's stream arrives."),
        new(CheckIds.RelayDied, Severity.Error, "The relay's process stays up while a case is played."),
        new(CheckIds.AnswerTooLarge, Severity.Error, "An answer stays below the limit on its size."),
    ];
}

/// <summary>One check of a case's expectation.</summary>
/// <param name="Id">The kebab-case id, as findings have it.</param>
/// <param name="Severity">The severity of its findings, unless a finding says otherwise.</param>
/// <param name="Title">What holds when there is no finding, in one sentence.</param>
public sealed record ExpectationCheck(string Id, Severity Severity, string Title);
