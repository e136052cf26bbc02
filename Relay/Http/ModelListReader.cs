using System.Text.Json;
using Relay.Contract;
using Relay.Json;
using Relay.Options;
using Relay.Exchange;
using Relay.Upstreams;

namespace Relay.Http;

/// <summary>Requests the models of one upstream. An answer that is not a list is a failure.</summary>
internal sealed class ModelListReader(RelayOptions options, TimeProvider time, Upstream upstream) : IDisposable
{
    private readonly PooledBuffer _list = new();

    public Upstream Upstream => upstream;

    /// <summary>The list as the upstream sent it.</summary>
    public ReadOnlyMemory<byte> List => _list.WrittenMemory;

    /// <summary>The headers of the answer that are passed on to the client.</summary>
    public HeaderDictionary Headers { get; } = [];

    /// <summary>Reads the list.</summary>
    /// <returns>Why there is no list, or <see langword="null"/>.</returns>
    public async Task<ApiError?> ReadAsync(IHeaderDictionary headers, CancellationToken cancellationToken)
    {
        var clock = upstream.Options.Clocks.FirstByte;
        using var patience = clock == TimeSpan.Zero ? new CancellationTokenSource() : new CancellationTokenSource(clock, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var client = ClientHeaders.Read(headers, upstream.Headers);
        try
        {
            using var response = await upstream.ListModelsAsync(client, both.Token);
            var secrets = upstream.Secrets(client.Authorization);
            upstream.Headers.Copy(response.Headers, Headers, secrets);
            return await UpstreamRefusal.ReadAsync(response, secrets, time, both.Token) ?? await ReadListAsync(response, both.Token);
        }
        catch (HttpRequestException exception)
        {
            return UpstreamRefusal.FromException(exception);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return Failures.ConnectionLost;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return exception.InnerException is TimeoutException ? Failures.ConnectTimeout : Failures.FirstByteTimeout;
        }
    }

    public void Dispose() => _list.Dispose();

    private async Task<ApiError?> ReadListAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (body, _) = await UpstreamBody.OpenAsync(response.Content, cancellationToken);
        await using (body)
        {
            while (await body.ReadAsync(_list.GetMemory(), cancellationToken) is var count and not 0)
            {
                _list.Advance(count);
                if (_list.Count > options.MaxEventBytes)
                {
                    return Failures.AnswerTooLarge;
                }
            }
        }

        LoneSurrogates.Mend(_list.Editable.Span);
        return IsList(_list.WrittenMemory) ? null : Failures.BadJson;
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
