using System.IO.Compression;

namespace Relay.Exchange;

/// <summary>
/// A body in Brotli. What is broken in it is <see cref="InvalidDataException"/>, as it is with gzip; <see cref="BrotliStream"/> itself
/// throws <see cref="InvalidOperationException"/>.
/// </summary>
internal sealed class BrotliBody(Stream body) : Stream
{
    private readonly BrotliStream _decoded = new(body, CompressionMode.Decompress);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="InvalidDataException">The bytes are not Brotli.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _decoded.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidOperationException broken)
        {
            throw new InvalidDataException(broken.Message, broken);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return _decoded.Read(buffer, offset, count);
        }
        catch (InvalidOperationException broken)
        {
            throw new InvalidDataException(broken.Message, broken);
        }
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _decoded.Dispose();
        }

        base.Dispose(disposing);
    }
}
