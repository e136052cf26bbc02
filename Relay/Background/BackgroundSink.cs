using System.Net.Http.Headers;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Exchange;
using Relay.Upstreams;

namespace Relay.Background;

/// <summary>
/// Takes the events of a response that no client waits for. The run's recorder has stored them already, and every failure is among them.
/// </summary>
internal sealed class BackgroundSink : IResponseSink
{
    // From the beginning: a client that follows the response sees that it is being made.
    public SinkOpening Opening => SinkOpening.AtOnce;

    public bool BreaksSilence => false;

    public void AddHeaders(HttpResponseHeaders upstream, HeaderRules rules, SecretWords secrets)
    {
        // No client receives them.
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> events, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask KeepAliveAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void ReportStored(bool isStored)
    {
        // No client waits for it.
    }

    public Task RefuseAsync(ApiError error, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("A background response is committed from its start, so it cannot be refused.");

    public Task CompleteAsync(FinalResponse final, CancellationToken cancellationToken) => Task.CompletedTask;
}
