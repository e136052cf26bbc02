using Relay.Contract;

namespace Relay.Exchange;

/// <summary>The failures bytes and clocks can find, each with its own name.</summary>
internal static class Failures
{
    public static UpstreamFailure Unreachable { get; } = new("upstream_unreachable", "The upstream cannot be reached.");

    public static UpstreamFailure ConnectTimeout { get; } = new("connect_timeout", "The upstream did not accept a connection in time.", Status: 504);

    public static UpstreamFailure FirstByteTimeout { get; } = new("first_byte_timeout", "The upstream did not begin to answer in time.", Status: 504);

    public static UpstreamFailure TransportIdleTimeout { get; } = new("transport_idle_timeout", "The upstream fell silent.", Status: 504);

    public static UpstreamFailure IdleTimeout { get; } = new("idle_timeout", "The upstream stopped making progress.", Status: 504);

    public static UpstreamFailure ConnectionLost { get; } = new("upstream_connection_lost", "The connection to the upstream was lost.");

    public static UpstreamFailure Truncated { get; } = new("upstream_truncated", "The upstream's answer was cut off.");

    public static UpstreamFailure Empty { get; } = new("upstream_empty", "The upstream's answer was empty.");

    public static UpstreamFailure EventTooLarge { get; } = new("upstream_event_too_large", "The upstream sent an event larger than the relay accepts.");

    public static UpstreamFailure AnswerTooLarge { get; } = new("upstream_answer_too_large", "The upstream sent an answer larger than the relay accepts.");

    public static UpstreamFailure Redirect { get; } = new("upstream_redirect", "The upstream answered with a redirect, which is not followed.");

    public static UpstreamFailure Html { get; } = new("upstream_bad_response", "The upstream answered with an HTML page.");

    public static UpstreamFailure NotAnAnswer { get; } = new("upstream_bad_response", "The upstream's answer is neither JSON nor an event stream.");

    public static UpstreamFailure BadJson { get; } = new("upstream_bad_response", "The upstream's answer is not valid JSON.");

    public static UpstreamFailure BadEncoding { get; } = new("upstream_bad_response", "The upstream's answer could not be decompressed.");

    public static UpstreamFailure Stopping { get; } = new("relay_stopping", "The relay is being stopped.", Status: 503);

    public static UpstreamFailure Cancelled { get; } = new("response_cancelled", "The response was cancelled.");

    public static UpstreamFailure StoreUnavailable { get; } = new("store_unavailable", "The store of the relay is unavailable.", Status: 503);

    public static UpstreamFailure TooManyStreams { get; } = new("relay_overloaded", "The relay has reached its maximum number of concurrent answers.", Status: 503);

    public static UpstreamFailure Internal { get; } = new("relay_error", "The relay failed to handle the answer.", Status: 500);
}
