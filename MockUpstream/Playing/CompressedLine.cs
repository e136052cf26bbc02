using System.Diagnostics;
using System.IO.Compression;
using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>A line that compresses what goes out, each write flushed: whoever decompresses as bytes come can read it at once.</summary>
internal sealed class CompressedLine : IAnswerLine, IDisposable
{
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

    /// <summary>The coding as <c>content-encoding</c> names it.</summary>
    public static string Name(ContentCoding coding) => coding switch
    {
        ContentCoding.Gzip => "gzip",
        ContentCoding.Brotli => "br",
        ContentCoding.Deflate => "deflate",
        _ => throw new UnreachableException($"No name for '{coding}'."),
    };

    /// <inheritdoc/>
    public Task SendHeadersAsync(CancellationToken cancellationToken) => _line.SendHeadersAsync(cancellationToken);

    /// <inheritdoc/>
    public Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _packing.Write(bytes.Span);
        _packing.Flush();
        return SendPackedAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Only a clean end completes the compressed body; every other one leaves it as cut off as the connection.</remarks>
    public async Task EndAsync(CloseKind kind, CancellationToken cancellationToken)
    {
        if (kind == CloseKind.Clean)
        {
            await _packing.DisposeAsync();
            await SendPackedAsync(cancellationToken);
        }

        await _line.EndAsync(kind, cancellationToken);
    }

    public void Dispose()
    {
        _packing.Dispose();
        _packed.Dispose();
    }

    private async Task SendPackedAsync(CancellationToken cancellationToken)
    {
        if (_packed.Length > 0)
        {
            await _line.SendAsync(_packed.ToArray(), cancellationToken);
            _packed.SetLength(0);
        }
    }
}
