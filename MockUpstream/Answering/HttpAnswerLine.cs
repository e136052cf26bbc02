using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using MockUpstream.Playing;
using Scenarios.Model;

namespace MockUpstream.Answering;

/// <summary>The answer to one HTTP request, with the socket below it in reach for the ends that HTTP has no word for.</summary>
internal sealed class HttpAnswerLine(HttpContext context, ExchangeAnswer answer, TimeProvider time) : IAnswerLine
{
    // Long enough for any peer that reads; a peer that does not may not hold the mock.
    private static readonly TimeSpan LongestLinger = TimeSpan.FromSeconds(5);

    private bool _started;
    private bool _halfClosed;

    /// <inheritdoc/>
    public async Task SendHeadersAsync(CancellationToken cancellationToken)
    {
        if (_started)
        {
            return;
        }

        _started = true;
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers.Append(name, value);
        }

        await context.Response.Body.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The transport's write buffer is one byte (see <see cref="MockUpstreamHost"/>), so a flush returns when the send is done. It takes no token:
    /// a cancelled flush would not say whether the bytes went out. Aborting the request ends it.
    /// </remarks>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var flushed = await context.Response.BodyWriter.WriteAsync(bytes, CancellationToken.None);
        if (flushed.IsCompleted || flushed.IsCanceled)
        {
            throw new OperationCanceledException("The connection has gone.", cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task EndAsync(CloseKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case CloseKind.Clean:
                await CompleteAsync();
                break;
            case CloseKind.Reset:
                await TcpEnd.ResetAsync(Socket, time, cancellationToken);
                context.Abort();
                break;
            case CloseKind.Truncate:
                HalfClose();
                break;
            case CloseKind.MidChunk:
                await TcpEnd.SendAsync(Socket, HalfChunk, cancellationToken);
                HalfClose();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not an end.");
        }
    }

    /// <summary>After a FIN of our own, leaves the peer the time to read what came before it; then lets the connection go.</summary>
    public async Task LingerAsync(CancellationToken cancellationToken)
    {
        if (!_halfClosed)
        {
            return;
        }

        await Task.Delay(LongestLinger, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    /// <summary>A size line that promises 4,096 bytes, and the beginning of a comment, which no reader of events can mistake for content.</summary>
    private static byte[] HalfChunk => Encoding.ASCII.GetBytes("1000\r\n: half a chunk");

    private Socket Socket => context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;

    private async Task CompleteAsync()
    {
        try
        {
            await context.Response.CompleteAsync();
        }
        catch (InvalidOperationException)
        {
            // The scenario's own content-length promised more than came. A real upstream that does so just closes.
            HalfClose();
        }
    }

    private void HalfClose()
    {
        Socket.Shutdown(SocketShutdown.Send);
        _halfClosed = true;
    }
}
