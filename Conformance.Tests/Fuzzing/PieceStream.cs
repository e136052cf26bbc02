using MockUpstream.Compiling;
using Scenarios.Model;

namespace Conformance.Tests.Fuzzing;

/// <summary>The body of an upstream's answer: one piece a read, then the end that the script says. Never waits.</summary>
internal sealed class PieceStream(IReadOnlyList<ReadOnlyMemory<byte>> pieces, CloseKind end) : Stream
{
    private int _next;
    private int _offset;

    /// <summary>Whether the reader waited for more of an answer whose connection stays open.</summary>
    public bool WasHeldOpen { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static PieceStream Of(Script script) => new(
        [.. script.Pieces.OfType<WritePiece>().Select(static write => write.Bytes).Where(static bytes => !bytes.IsEmpty)],
        script.Pieces.OfType<ClosePiece>().LastOrDefault()?.Kind ?? CloseKind.Clean);

    /// <summary>The same bytes in pieces of another size.</summary>
    public PieceStream Recut(int size)
    {
        var bytes = pieces.SelectMany(static piece => piece.ToArray()).ToArray();
        return new PieceStream([.. bytes.Chunk(size).Select(static piece => (ReadOnlyMemory<byte>)piece)], end);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_next == pieces.Count)
        {
            return End();
        }

        var piece = pieces[_next].Span[_offset..];
        var count = Math.Min(piece.Length, buffer.Length);
        piece[..count].CopyTo(buffer);
        _offset += count;
        if (_offset == pieces[_next].Length)
        {
            (_next, _offset) = (_next + 1, 0);
        }

        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int End()
    {
        switch (end)
        {
            case CloseKind.Clean:
                return 0;
            case CloseKind.Never:
                WasHeldOpen = true;
                throw new OperationCanceledException("The grace after the finish reason is over.");
            case CloseKind.Reset:
                throw new IOException("Connection reset by peer.");
            default:
                throw new HttpIOException(HttpRequestError.ResponseEnded);
        }
    }
}
