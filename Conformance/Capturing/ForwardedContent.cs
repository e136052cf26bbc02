using System.Net;
using Microsoft.AspNetCore.Http;

namespace Conformance.Capturing;

/// <summary>A client's request body, passed on piece by piece as it arrives.</summary>
internal sealed class ForwardedContent(HttpRequest request, CapturedExchangeBuilder tape) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        int length;
        while ((length = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            tape.Request(buffer.AsSpan(0, length));
        }

        tape.RecordSent();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = request.ContentLength ?? 0;
        return request.ContentLength is not null;
    }
}
