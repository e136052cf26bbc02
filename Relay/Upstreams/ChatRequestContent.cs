using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace Relay.Upstreams;

/// <summary>The request's bytes, which can be let go once the upstream has answered: a stream of an hour need not keep them.</summary>
internal sealed class ChatRequestContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // A socket refers to the memory that it sent last until it sends again. A larger request is copied piece by piece.
    private const int PieceSize = 64 * 1024;

    private readonly long _length;
    private ReadOnlyMemory<byte> _json;

    public ChatRequestContent(ReadOnlyMemory<byte> json)
    {
        _json = json;
        _length = json.Length;
        Headers.ContentType = Json;
    }

    public void LetGo() => _json = default;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_json.Length <= PieceSize)
        {
            await stream.WriteAsync(_json, cancellationToken);
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            for (var rest = _json; !rest.IsEmpty;)
            {
                var piece = rest[..Math.Min(rest.Length, PieceSize)];
                piece.CopyTo(buffer);
                await stream.WriteAsync(buffer.AsMemory(0, piece.Length), cancellationToken);
                rest = rest[piece.Length..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}
