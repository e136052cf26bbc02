using System.Buffers;
using System.Net.Http.Headers;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Exchange;
using Relay.Upstreams;

namespace Relay.Http;

/// <summary>Answers <c>stream: false</c>: the events are dropped, and only the final response is sent.</summary>
internal sealed class JsonSink(HttpResponse response) : IResponseSink
{
    public SinkOpening Opening => SinkOpening.AtEnd;

    public bool BreaksSilence => false;

    /// <summary>Answers with a JSON body, in pieces: the server copies what the client has not read yet.</summary>
    public static async Task WriteAsync(HttpResponse response, ReadOnlySequence<byte> json, CancellationToken cancellationToken)
    {
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        foreach (var segment in json)
        {
            await response.WriteInPiecesAsync(segment, cancellationToken);
        }
    }

    public void AddHeaders(HttpResponseHeaders upstream, HeaderRules rules, SecretWords secrets) =>
        rules.Copy(upstream, response.Headers, secrets);

    public ValueTask SendAsync(ReadOnlyMemory<byte> events, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask KeepAliveAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void ReportStored(bool isStored) => StoredHeader.Set(response, isStored);

    public Task RefuseAsync(ApiError error, CancellationToken cancellationToken) =>
        ApiErrorResult.WriteAsync(response, error, cancellationToken);

    public async Task CompleteAsync(FinalResponse final, CancellationToken cancellationToken)
    {
        await WriteAsync(response, final.Json, cancellationToken);
        await response.CompleteAsync();
    }
}
