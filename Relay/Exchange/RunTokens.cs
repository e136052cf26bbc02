using Relay.Contract;

namespace Relay.Exchange;

/// <summary>Holds the reasons why a run may end early; each ends it in its own way.</summary>
/// <param name="Client">The client has closed its connection: nothing more is sent.</param>
/// <param name="Stopping">The relay is being stopped and the grace is over: the response fails with <c>relay_stopping</c>.</param>
/// <param name="Cancelled">The response was cancelled by a request: it fails with <c>response_cancelled</c>.</param>
/// <param name="WhyCancelled">Returns the failure instead of <c>response_cancelled</c>.</param>
internal readonly record struct RunTokens(
    CancellationToken Client, CancellationToken Stopping, CancellationToken Cancelled, Func<ApiError>? WhyCancelled = null);
