using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using MockUpstream.Compiling;
using MockUpstream.Contract;
using MockUpstream.Playing;
using Scenarios.Model;

namespace MockUpstream.Answering;

/// <summary>The answer to one HTTP request, with the socket below it in reach for the bytes and ends that HTTP has no word for.</summary>
internal sealed class HttpAnswerLine(HttpContext context, ExchangeAnswer answer, PlaySettings settings) : IAnswerLine
{
    private const int InternalError = 2;
    private const int EarlyHints = 103;

    // Long enough for any peer that reads; a peer that does not may not hold the mock.
    private static readonly TimeSpan LongestLinger = TimeSpan.FromSeconds(5);

    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    private ReadProof? _proof;
    private long? _promised;
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
        if (answer.IsHeadless)
        {
            return;
        }

        // Kestrel has no word for informational answers; before its own head it has nothing on the socket.
        foreach (var status in IsHttp1 ? answer.Info : [])
        {
            await TcpEnd.SendAsync(Socket, Encoding.ASCII.GetBytes(InfoHead(status)), cancellationToken);
        }

        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers.Append(name, value);
        }

        _promised = context.Response.ContentLength;
        await context.Response.Body.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The transport's write buffer is one byte (see <see cref="MockUpstreamHost"/>), so a flush returns when the send is done. It takes no
    /// token, because after a cancelled flush it would be unknown whether the bytes were sent. Aborting the request ends it.
    /// </remarks>
    public async ValueTask<WriteBoundary?> SendAsync(WritePiece write, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _proof?.LookAgain();
        if (write.PastHttp)
        {
            await TcpEnd.SendAsync(Socket, write.Bytes, cancellationToken);
            return null;
        }

        // Kestrel refuses to send more than the content-length of the scenario promised; the rest goes past it, as a broken server sends
        // it.
        var kept = (int)Math.Min(write.Bytes.Length, _promised ?? write.Bytes.Length);
        _promised -= kept;
        if (kept > 0 && kept < write.Bytes.Length)
        {
            // In one send with the last byte that belongs to the answer: a client that had all of it would use the connection for another
            // request, and take the rest for its answer.
            kept--;
        }

        if (_promised == 0 && answer.ClosesAfterResponse)
        {
            TcpEnd.Hold(Socket);
        }

        if (kept > 0)
        {
            var flushed = await context.Response.BodyWriter.WriteAsync(write.Bytes[..kept], CancellationToken.None);
            if (flushed.IsCompleted || flushed.IsCanceled)
            {
                throw new OperationCanceledException("The connection has gone.", cancellationToken);
            }
        }

        if (kept < write.Bytes.Length)
        {
            await TcpEnd.SendAsync(Socket, write.Bytes[kept..], cancellationToken);
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask<WriteBoundary> SettleAsync(Settle settle, CancellationToken cancellationToken)
    {
        switch (settle.Kind)
        {
            case SettleKind.Read:
                return await Proof.WaitAsync(settings.ReadPatience, cancellationToken);
            case SettleKind.Pause:
                await Task.Delay(settle.Pause, settings.Time, cancellationToken);
                return WriteBoundary.Sent;
            default:
                return WriteBoundary.Sent;
        }
    }

    /// <inheritdoc/>
    public async Task EndAsync(CloseKind kind, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case CloseKind.Clean:
                await CompleteAsync(cancellationToken);
                break;
            case CloseKind.AfterResponse:
                TcpEnd.Hold(Socket);
                await (IsChunkedInPlain ? TcpEnd.SendAsync(Socket, LastChunk, cancellationToken) : CompleteAsync(cancellationToken));

                // Both ways, so that Kestrel releases the connection: a further request on it is answered by the kernel with a reset.
                Socket.Shutdown(SocketShutdown.Both);
                break;
            case CloseKind.Reset when context.Features.Get<IHttpResetFeature>() is { } stream:
                stream.Reset(InternalError);
                break;
            case CloseKind.Reset:
                await TcpEnd.ResetAsync(Socket, Proof, settings.Time, cancellationToken);
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

    /// <summary>Waits after our own FIN until the peer has had time to read everything before it, then closes the connection.</summary>
    public async Task LingerAsync(CancellationToken cancellationToken)
    {
        if (!_halfClosed)
        {
            return;
        }

        await Task.Delay(LongestLinger, settings.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Abort();
    }

    /// <summary>
    /// A size line that promises 4,096 bytes, and the beginning of a comment, which no reader of events can mistake for content. In a
    /// compressed body the promise alone: plain characters would be broken data there, which is another fault.
    /// </summary>
    private byte[] HalfChunk =>
        Encoding.ASCII.GetBytes(context.Response.Headers.ContentEncoding.Count > 0 ? "1000\r\n" : "1000\r\n: half a chunk");

    // Kestrel would return here from another thread, on a busy machine later than the last chunk can be held.
    private bool IsChunkedInPlain =>
        IsHttp1 && !context.Request.IsHttps && !answer.IsHeadless && answer.Trailers.Count == 0
        && context.Response.Headers.TransferEncoding == "chunked";

    private Socket Socket => context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket;

    private ReadProof Proof => _proof ??= new ReadProof(IsHttp1 && !context.Request.IsHttps ? Socket : null);

    private bool IsHttp1 => !HttpProtocol.IsHttp2(context.Request.Protocol);

    private static string InfoHead(int status) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} {(status == EarlyHints ? "Early Hints" : ReasonPhrases.GetReasonPhrase(status))}\r\n\r\n");

    private async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (answer.IsHeadless)
        {
            HalfClose();
            return;
        }

        if (answer.Trailers.Count > 0 && await HasSentTrailersAsync(cancellationToken))
        {
            return;
        }

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

    /// <summary>Sends the last chunk with its trailers where Kestrel does not do it, and ends the connection behind it.</summary>
    private async Task<bool> HasSentTrailersAsync(CancellationToken cancellationToken)
    {
        if (context.Response.SupportsTrailers())
        {
            foreach (var (name, value) in answer.Trailers)
            {
                context.Response.AppendTrailer(name, value);
            }

            return false;
        }

        var last = string.Concat(["0\r\n", .. answer.Trailers.Select(static trailer => $"{trailer.Key}: {trailer.Value}\r\n"), "\r\n"]);
        TcpEnd.Hold(Socket);
        await TcpEnd.SendAsync(Socket, Encoding.UTF8.GetBytes(last), cancellationToken);
        HalfClose();
        return true;
    }

    private void HalfClose()
    {
        Socket.Shutdown(SocketShutdown.Send);
        _halfClosed = true;
    }
}
