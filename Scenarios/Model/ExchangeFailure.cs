namespace Scenarios.Model;

/// <summary>Decides whether a relay may retry after an answer of the upstream.</summary>
public static class ExchangeFailure
{
    /// <summary>
    /// Returns whether the answer fails before any part of it can have reached a client: a status from 408 that allows a retry, or a script
    /// that sends no content before its error or its end.
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
