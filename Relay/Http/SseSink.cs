using System.Net.Http.Headers;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Exchange;
using Relay.Upstreams;

namespace Relay.Http;

/// <summary>Answers <c>stream: true</c> with server-sent events. Each write ends with a whole event, unless an event is large.</summary>
internal sealed class SseSink(HttpResponse response) : IResponseSink
{
    /// <summary>The comment that is sent when no event has been sent for a while.</summary>
    public static readonly ReadOnlyMemory<byte> KeepAlive = ": keep-alive\n\n"u8.ToArray();

    private bool _hasHeaders;

    public SinkOpening Opening => SinkOpening.WithEvents;

    public bool BreaksSilence => true;

    /// <summary>Sets the headers of an event stream.</summary>
    public static void SetHeaders(HttpResponse response)
    {
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    public void AddHeaders(HttpResponseHeaders upstream, HeaderRules rules, SecretWords secrets) =>
        rules.Copy(upstream, response.Headers, secrets);

    public ValueTask SendAsync(ReadOnlyMemory<byte> events, CancellationToken cancellationToken)
    {
        if (!_hasHeaders)
        {
            _hasHeaders = true;
            SetHeaders(response);
        }

        return response.WriteInPiecesAsync(events, cancellationToken);
    }

    public ValueTask KeepAliveAsync(CancellationToken cancellationToken) => response.WriteInPiecesAsync(KeepAlive, cancellationToken);

    public void ReportStored(bool isStored) => StoredHeader.Set(response, isStored);

    public Task RefuseAsync(ApiError error, CancellationToken cancellationToken) =>
        ApiErrorResult.WriteAsync(response, error, cancellationToken);

    public Task CompleteAsync(FinalResponse final, CancellationToken cancellationToken) => response.CompleteAsync();
}
