using System.IO.Compression;

namespace Conformance.Capturing;

/// <summary>Decompresses a captured body, and keeps which read brought which bytes.</summary>
internal static class ContentDecoder
{
    // A few bytes may stand for gigabytes; no answer of a vendor is that large.
    private const int Most = 256 * 1024 * 1024;

    /// <summary>
    /// Returns the exchange with its body decoded. An exchange that is not compressed, or cannot be decoded, is returned unchanged.
    /// </summary>
    public static CapturedExchange Decode(CapturedExchange exchange)
    {
        var coding = exchange.GetHeader("content-encoding")?.Trim().ToLowerInvariant();
        if (coding is not ("gzip" or "br" or "deflate") || exchange.Body.IsEmpty)
        {
            return exchange;
        }

        using var source = new PiecewiseStream(exchange.Body, exchange.Reads);
        using Stream decoding = coding switch
        {
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            _ => new ZLibStream(source, CompressionMode.Decompress),
        };
        return TryRead(decoding, source, exchange) is { } decoded ? decoded with { DecodedFrom = coding } : exchange;
    }

    private static CapturedExchange? TryRead(Stream decoding, PiecewiseStream source, CapturedExchange exchange)
    {
        using var body = new MemoryStream();
        List<CapturedRead> reads = [];
        var buffer = new byte[64 * 1024];
        try
        {
            for (var length = decoding.Read(buffer); length > 0; length = decoding.Read(buffer))
            {
                var at = exchange.Reads[source.Current].At;
                if (reads is [.., var last] && last.At == at)
                {
                    reads[^1] = last with { Length = last.Length + length };
                }
                else
                {
                    reads.Add(new CapturedRead(at, (int)body.Length, length));
                }

                body.Write(buffer, 0, length);
                if (body.Length > Most)
                {
                    return null;
                }
            }
        }
        catch (Exception cut) when (cut is InvalidDataException or IOException or InvalidOperationException)
        {
            // A body that was cut off decodes up to the cut; one that is broken from the start stays as it came.
            if (body.Length == 0 || exchange.End is CaptureEnd.Clean)
            {
                return null;
            }
        }

        return exchange with { Body = body.ToArray(), Reads = reads };
    }

    /// <summary>Provides a decoder with one captured read at a time.</summary>
    private sealed class PiecewiseStream(ReadOnlyMemory<byte> body, IReadOnlyList<CapturedRead> reads) : Stream
    {
        private int _next;
        private int _taken;

        /// <summary>The read that the last bytes came from.</summary>
        public int Current { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_next == reads.Count)
            {
                return 0;
            }

            Current = _next;
            var read = reads[_next];
            var length = Math.Min(buffer.Length, read.Length - _taken);
            body.Span.Slice(read.Offset + _taken, length).CopyTo(buffer);
            _taken += length;
            if (_taken == read.Length)
            {
                (_next, _taken) = (_next + 1, 0);
            }

            return length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
