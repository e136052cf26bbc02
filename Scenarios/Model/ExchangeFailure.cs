namespace Scenarios.Model;

/// <summary>Says of an upstream's answer whether an honest relay may ask again after it.</summary>
public static class ExchangeFailure
{
    /// <summary>
    /// Whether the answer fails before anything of it can have reached a client: a status from 408 that says "not now", or a script that
    /// sends no content before it errs or ends.
    /// </summary>
    public static bool MayBeRetried(Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);

        return exchange.Status is 408 or 409 or 425 or 429 or >= 500
            || (exchange is { Status: 200, Body: null } && !exchange.Steps.TakeWhile(step => step is not ErrorStep).Any(HasContent));
    }

    private static bool HasContent(UpstreamStep step) => step switch
    {
        DoneStep or CommentStep or CloseStep or TcpStep => false,
        _ => step is SendingStep || step.Inner.Any(HasContent),
    };
}
