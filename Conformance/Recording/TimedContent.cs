using System.Net;
using System.Net.Http.Headers;

namespace Conformance.Recording;

/// <summary>A JSON body that records when it was passed to the transport.</summary>
internal sealed class TimedContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly Action _sent;

    public TimedContent(ReadOnlyMemory<byte> body, Action sent)
    {
        _body = body;
        _sent = sent;
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_body, cancellationToken);
        await stream.FlushAsync(cancellationToken);
        _sent();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
