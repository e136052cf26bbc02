using System.Net;
using System.Net.Http.Headers;

namespace Relay.Upstreams;

/// <summary>The request's bytes, which can be let go once the upstream has answered: a stream of an hour need not keep them.</summary>
internal sealed class ChatRequestContent : HttpContent
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

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

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_json, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }
}
