namespace Benchmarks.Serving;

/// <summary>A server that listens on loopback.</summary>
/// <param name="Port">The port.</param>
/// <param name="Server">The server itself.</param>
internal sealed record RunningServer(int Port, object Server) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        if (Server is IAsyncDisposable server)
        {
            await server.DisposeAsync();
        }
        else
        {
            ((IDisposable)Server).Dispose();
        }
    }
}
