using Relay.Contract;
using Relay.Storing;

namespace Relay.Exchange;

/// <summary>The failures bytes and clocks can find, each with its own name.</summary>
internal static class Failures
{
    public static ApiError Unreachable { get; } = new("upstream_unreachable", "The upstream cannot be reached.");

    public static ApiError ConnectTimeout { get; } = new(
        "connect_timeout", "The upstream did not accept a connection in time.", Status: 504);

    public static ApiError FirstByteTimeout { get; } = new(
        "first_byte_timeout", "The upstream did not begin to answer in time.", Status: 504);

    public static ApiError TransportIdleTimeout { get; } = new("transport_idle_timeout", "The upstream fell silent.", Status: 504);

    public static ApiError IdleTimeout { get; } = new("idle_timeout", "The upstream stopped making progress.", Status: 504);

    public static ApiError ConnectionLost { get; } = new("upstream_connection_lost", "The connection to the upstream was lost.");

    public static ApiError Truncated { get; } = new("upstream_truncated", "The upstream's answer was cut off.");

    public static ApiError Empty { get; } = new("upstream_empty", "The upstream's answer was empty.");

    public static ApiError EventTooLarge { get; } = new(
        "upstream_event_too_large", "The upstream sent an event larger than the relay accepts.");

    public static ApiError AnswerTooLarge { get; } = new(
        "upstream_answer_too_large", "The upstream sent an answer larger than the relay accepts.");

    public static ApiError Redirect { get; } = new("upstream_redirect", "The upstream answered with a redirect, which is not followed.");

    public static ApiError Html { get; } = new("upstream_bad_response", "The upstream answered with an HTML page.");

    public static ApiError NotAnAnswer { get; } = new(
        "upstream_bad_response", "The upstream's answer is neither JSON nor an event stream.");

    public static ApiError BadJson { get; } = new("upstream_bad_response", "The upstream's answer is not valid JSON.");

    public static ApiError BadEncoding { get; } = new("upstream_bad_response", "The upstream's answer could not be decompressed.");

    public static ApiError Stopping { get; } = new("relay_stopping", "The relay is being stopped.", Status: 503);

    public static ApiError Cancelled { get; } = new("response_cancelled", "The response was cancelled.");

    public static ApiError Deleted { get; } = new("response_cancelled", "The response was deleted.");

    public static ApiError LeaseLost { get; } = new(
        LostResponses.Failure.Code, "Another relay has declared the response lost, because this relay did not renew its lease in time.");

    public static ApiError NotStored { get; } = new("response_not_stored", "The store of the relay did not take the response.");

    public static ApiError GivenUp { get; } = new(
        NotStored.Code, "The store of the relay was unavailable for so long that the response was given up.");

    public static ApiError StoreUnavailable { get; } = new("store_unavailable", "The store of the relay is unavailable.", Status: 503);

    public static ApiError EventsUnavailable { get; } = new(
        StoreUnavailable.Code, "The store of the relay is unavailable, so the response cannot be followed. Read it later.", Status: 503);

    public static ApiError TooManyStreams { get; } = new(
        "relay_overloaded", "The relay has reached its maximum number of concurrent answers.", Status: 503);

    public static ApiError TooManyBytes { get; } = new(
        "relay_overloaded", "The relay has no room for another request body of this size at the moment.", Status: 503);

    public static ApiError Internal { get; } = new("relay_error", "The relay failed to handle the answer.", Status: 500);
}
