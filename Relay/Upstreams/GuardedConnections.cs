namespace Relay.Upstreams;

/// <summary>Guards the connections of HTTP/1.1, and sends a request on another one if the first cannot be used.</summary>
internal sealed class GuardedConnections : DelegatingHandler
{
    /// <param name="connections">The handler whose connections are guarded.</param>
    public GuardedConnections(SocketsHttpHandler connections)
        : base(connections) => connections.PlaintextStreamFilter = static (context, _) =>
            ValueTask.FromResult(context.NegotiatedHttpVersion.Major == 1
                ? new GuardedConnection(context.PlaintextStream)
                : context.PlaintextStream);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            catch (HttpRequestException exception) when (exception.InnerException is StaleConnectionException)
            {
                // Each round takes one connection out of the pool, so that there is an end.
            }
        }
    }
}
