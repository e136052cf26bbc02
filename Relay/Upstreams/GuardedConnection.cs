using System.Runtime.CompilerServices;

namespace Relay.Upstreams;

/// <summary>
/// A connection to a vendor that rejects a new request while unread data, or the end of the connection, is waiting after the previous
/// answer (Q91).
/// </summary>
/// <remarks>
/// The connection pool checks for unread data only on idle connections. A connection that is returned while another request is waiting is
/// handed over unchecked. Data that a broken proxy sent after the first answer then became the answer to the second request, which may
/// belong to another client.
/// </remarks>
internal sealed class GuardedConnection(Stream connection) : Stream
{
    private Task<int>? _ahead;
    private bool _isReading;
    private bool _isUsed;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _isReading = true;
        try
        {
            if (_ahead is { } ahead)
            {
                _ahead = null;
                await ahead;
            }

            return await connection.ReadAsync(buffer, cancellationToken);
        }
        finally
        {
            _isReading = false;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StaleConnectionException">
    /// Unread data is waiting before the first byte of a request. Nothing was sent.
    /// </exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // A pending read was started by the pool, which checks it itself.
        if (_isUsed && !_isReading && BeginsRequest(buffer.Span) && HasUnread())
        {
            throw new StaleConnectionException();
        }

        _isUsed = true;
        return connection.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await base.DisposeAsync();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Requests are asynchronous.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Requests are asynchronous.");

    public override void Flush() => connection.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            connection.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>
    /// Returns whether the bytes look like the start of a request. The platform writes each request from its request line on.
    /// </summary>
    private static bool BeginsRequest(ReadOnlySpan<byte> bytes) => bytes.StartsWith("POST "u8) || bytes.StartsWith("GET "u8);

    /// <summary>Starts a zero-byte read, which completes as soon as there is data or the connection ends.</summary>
    private bool HasUnread()
    {
        _ahead = connection.ReadAsync(Memory<byte>.Empty, CancellationToken.None).AsTask();
        return _ahead.IsCompleted;
    }
}

/// <summary>A connection could not be used for another request. Nothing of the request was sent.</summary>
internal sealed class StaleConnectionException() : IOException("The connection has unread data, or has ended.");
