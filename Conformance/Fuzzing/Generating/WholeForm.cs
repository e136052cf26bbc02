using Scenarios.Model;

namespace Conformance.Fuzzing.Generating;

/// <summary>Determines whether the mock can send an answer as one body with the same content.</summary>
internal static class WholeForm
{
    /// <summary>Returns whether every step has a counterpart in a body. The steps behind the sentinel have none.</summary>
    public static bool Has(Exchange exchange) => exchange.Body is null && exchange.Status == 200 && exchange.Steps.All(Has)
        && exchange.Steps.SelectMany(Flatten).SkipWhile(static step => step is not DoneStep).Skip(1)
            .All(static step => step is not SendingStep);

    private static IEnumerable<UpstreamStep> Flatten(UpstreamStep step) =>
        step is BurstStep or RepeatStep ? step.Inner.SelectMany(Flatten) : [step];

    private static bool Has(UpstreamStep step) => step switch
    {
        SendingStep { Keep: not null } => false,
        BurstStep or RepeatStep => step.Inner.All(Has),
        _ => step is TextStep or ReasoningStep or RefusalStep or ToolStep or DeltaStep or FinishStep or UsageStep or DoneStep or CommentStep
            or WaitStep or FlushStep,
    };
}
