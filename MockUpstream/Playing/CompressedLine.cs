using System.Diagnostics;
using System.IO.Compression;
using MockUpstream.Compiling;
using MockUpstream.Contract;
using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>
/// A line that compresses the bytes and flushes each write, so that a client that decompresses while it reads can use the write at once.
/// </summary>
internal sealed class CompressedLine : IAnswerLine, IDisposable
{
    private static readonly CloseStep EndOfBody = new(CloseKind.Clean);

    private readonly IAnswerLine _line;
    private readonly MemoryStream _packed = new();
    private readonly Stream _packing;

    public CompressedLine(IAnswerLine line, ContentCoding coding)
    {
        _line = line;
        _packing = coding switch
        {
            ContentCoding.Gzip => new GZipStream(_packed, CompressionMode.Compress, leaveOpen: true),
            ContentCoding.Brotli => new BrotliStream(_packed, CompressionMode.Compress, leaveOpen: true),
            ContentCoding.Deflate => new ZLibStream(_packed, CompressionMode.Compress, leaveOpen: true),
            _ => throw new UnreachableException($"No way to compress with '{coding}'."),
        };
    }

    /// <inheritdoc/>
    public Task SendHeadersAsync(CancellationToken cancellationToken) => _line.SendHeadersAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<WriteBoundary?> SendAsync(WritePiece write, CancellationToken cancellationToken)
    {
        if (write.PastHttp)
        {
            return await _line.SendAsync(write, cancellationToken);
        }

        _packing.Write(write.Bytes.Span);
        _packing.Flush();
        return await SendPackedAsync(write, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<WriteBoundary> SettleAsync(Settle settle, CancellationToken cancellationToken) =>
        _line.SettleAsync(settle, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Only a clean end completes the compressed body; every other one leaves it as cut off as the connection.</remarks>
    public async Task EndAsync(CloseKind kind, CancellationToken cancellationToken)
    {
        if (kind is CloseKind.Clean or CloseKind.AfterResponse)
        {
            await _packing.DisposeAsync();
            await SendPackedAsync(new WritePiece(EndOfBody, ReadOnlyMemory<byte>.Empty), cancellationToken);
        }

        await _line.EndAsync(kind, cancellationToken);
    }

    public void Dispose()
    {
        _packing.Dispose();
        _packed.Dispose();
    }

    private async ValueTask<WriteBoundary?> SendPackedAsync(WritePiece write, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>[] parts = [.. ByteCutter.Cut(_packed.ToArray(), write.Split)];
        _packed.SetLength(0);
        WriteBoundary? least = null;
        for (var index = 0; index < parts.Length; index++)
        {
            await _line.SendAsync(write with { Bytes = parts[index], Split = null }, cancellationToken);
            if (index + 1 < parts.Length)
            {
                var boundary = await _line.SettleAsync(write.Settle ?? Settle.Read, cancellationToken);
                least = least is null or WriteBoundary.Proven ? boundary : least;
            }
        }

        return least;
    }
}
