using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Relay.Upstreams;

/// <summary>
/// A connection to a vendor that refuses to begin a request while bytes of nobody, or its end, are waiting behind the answer before (Q91).
/// </summary>
/// <remarks>
/// The platform's pool looks for such bytes on idle connections only. A connection that is returned while another request waits for one is
/// handed over as it is, and what a broken proxy sent behind the first answer became the answer of the second request, of any client.
/// </remarks>
internal sealed class GuardedConnection(Stream connection) : Stream
{
    private Task<int>? _ahead;
    private bool _isReading;
    private bool _isUsed;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    [ExcludeFromCodeCoverage]
    public override long Length => throw new NotSupportedException();

    [ExcludeFromCodeCoverage]
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
    /// Something is waiting to be read before the first byte of a request is sent. Nothing was sent.
    /// </exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // If a read is open, the pool has begun it, and would have seen what was there.
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
    /// Returns whether the bytes are the first of a request, as far as their look tells: the platform writes each from its request line on.
    /// </summary>
    private static bool BeginsRequest(ReadOnlySpan<byte> bytes) => bytes.StartsWith("POST "u8) || bytes.StartsWith("GET "u8);

    /// <summary>Begins a read of nothing, which completes as soon as there is something to read, or the end.</summary>
    private bool HasUnread()
    {
        _ahead = connection.ReadAsync(Memory<byte>.Empty, CancellationToken.None).AsTask();
        return _ahead.IsCompleted;
    }
}

/// <summary>A connection could not be used for a further request. Nothing of the request was sent.</summary>
internal sealed class StaleConnectionException() : IOException("The connection has bytes of no request, or its end, waiting.");
