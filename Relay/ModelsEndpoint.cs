using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relay.Streaming;
using Relay.Translating;

namespace Relay;

/// <summary>Answers <c>GET /v1/models</c> with the vendor's own list; what is no list is told as a failure.</summary>
internal sealed class ModelsEndpoint(RelayOptions options, ChatUpstream upstream)
{
    public async Task AnswerAsync(HttpContext context)
    {
        using var patience = options.Clocks.FirstByte == TimeSpan.Zero ? new CancellationTokenSource() : new CancellationTokenSource(options.Clocks.FirstByte, options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        using var list = new PooledBuffer();
        try
        {
            if (await ReadAsync(context, list, both.Token) is { } failure)
            {
                await ErrorBody.WriteAsync(context.Response, failure, context.RequestAborted);
                return;
            }

            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = list.Count;
            await context.Response.Body.WriteAsync(list.WrittenMemory, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; nobody is left to answer.
        }
    }

    private async Task<UpstreamFailure?> ReadAsync(HttpContext context, PooledBuffer list, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await upstream.ListModelsAsync(context.Request.Headers, cancellationToken);
            var secrets = upstream.Secrets(context.Request.Headers.Authorization);
            PassedHeaders.Copy(response.Headers, context.Response.Headers, secrets);
            return await UpstreamRefusal.ReadAsync(response, secrets, options.Time, cancellationToken) ?? await ReadListAsync(response, list, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            return UpstreamRefusal.FromException(exception);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return Failures.ConnectionLost;
        }
        catch (OperationCanceledException exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            return exception.InnerException is TimeoutException ? Failures.ConnectTimeout : Failures.FirstByteTimeout;
        }
    }

    private async Task<UpstreamFailure?> ReadListAsync(HttpResponseMessage response, PooledBuffer list, CancellationToken cancellationToken)
    {
        var (body, _) = await UpstreamBody.OpenAsync(response.Content, cancellationToken);
        await using (body)
        {
            while (await body.ReadAsync(list.GetMemory(), cancellationToken) is var count and not 0)
            {
                list.Advance(count);
                if (list.Count > options.MaxEventBytes)
                {
                    return Failures.AnswerTooLarge;
                }
            }
        }

        return IsList(list.WrittenMemory) ? null : Failures.BadJson;
    }

    private static bool IsList(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
