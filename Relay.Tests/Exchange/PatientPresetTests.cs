using System.Net;
using NUnit.Framework;
using Relay.Configuring;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Exchange;

/// <summary>The timeouts that the copies of older systems do not have.</summary>
[TestFixture]
internal sealed class PatientPresetTests : IDisposable
{
    private const string Chunk = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Late\"}}]}\n\n";

    private readonly ManualTime _time = new();
    private readonly RawUpstream _upstream = new();

    [Test]
    [CancelAfter(60_000)]
    public async Task Codex_relay_waits_for_an_hour_of_silence_wherever_it_is(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options("codex-relay"), cancellationToken, _time);
        using var answer = await relay.PostAsync("""{"model":"m","input":"a","stream":true}""", cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);

        _time.Advance(TimeSpan.FromHours(1));
        await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n", cancellationToken);
        await relay.LoggedAsync("upstream answered").WaitAsync(cancellationToken);
        _time.Advance(TimeSpan.FromHours(1));
        await exchange.SendAsync(Chunk, cancellationToken);
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        await ReadUntilAsync(events, "output_text.delta", cancellationToken);
        _time.Advance(TimeSpan.FromHours(1));
        await exchange.SendAsync("data: [DONE]\n\n", cancellationToken);

        Assert.That(await events.ReadToEndAsync(cancellationToken), Does.Contain("response.completed").And.Contain("Late"));
    }

    public void Dispose() => _upstream.Dispose();

    private static async Task ReadUntilAsync(StreamReader events, string words, CancellationToken cancellationToken)
    {
        while (await events.ReadLineAsync(cancellationToken) is { } line && !line.Contains(words, StringComparison.Ordinal))
        {
        }
    }

    private RelayOptions Options(string preset) =>
        RelayOptionsReader.Read(["--upstream", _upstream.BaseUrl.ToString(), "--preset", preset], static _ => null, out _)!;
}
