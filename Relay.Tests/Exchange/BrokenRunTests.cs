using System.Net.ServerSentEvents;
using System.Text.Json;
using NUnit.Framework;
using Relay.Contract;
using Relay.Options;
using Relay.Tests.Support;
using Relay.Tests.Translating;

namespace Relay.Tests.Exchange;

/// <summary>Whatever throws inside a run, the client gets whole events and one terminal event, with numbers that have no gap.</summary>
[CancelAfter(60_000)]
internal sealed class BrokenRunTests : IDisposable
{
    private readonly RawUpstream _upstream = new();

    [TestCase("msg_", "a chunk is translated")]
    [TestCase("fc_", "the answer is ended, where calls without a name are announced")]
    public async Task A_fault_inside_a_run_ends_the_stream_as_failed(string prefix, string when, CancellationToken cancellationToken)
    {
        var options = new RelayOptions
        {
            Upstream = _upstream.BaseUrl,
            Policies = TranslationSetup.With("nameless_call=emit").Policies,
        };
        await using var relay = await RelayUnderTest.StartAsync(options, cancellationToken, ids: new FaultyIds(prefix));
        var asking = relay.PostAsync("""{"model":"m","input":"a","stream":true}""", cancellationToken);
        using var exchange = await _upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
                + $"data: {Chunks.Reasoning("r")}\n\n"
                + (prefix == "msg_" ? $"data: {Chunks.Text("a")}\n\n" : $"data: {Chunks.Call(0, args: "{}")}\n\n")
                + $"data: {Chunks.Finish("stop")}\n\ndata: [DONE]\n\n",
            cancellationToken);
        exchange.Dispose();

        using var answer = await asking;
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var events = new List<JsonElement>();
        await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken).Where(static item => item.Data != Chunks.Done))
        {
            events.Add(JsonDocument.Parse(item.Data).RootElement);
        }

        Assert.Multiple(() =>
        {
            Assert.That(
                events.Select(one => one.GetProperty("sequence_number").GetInt32()), Is.EqualTo(Enumerable.Range(0, events.Count)), when);
            Assert.That(events.Count(one => one.GetProperty("type").GetString() == "response.failed"), Is.EqualTo(1));
            Assert.That(events[^1].GetProperty("response").GetProperty("error").GetProperty("code").GetString(), Is.EqualTo("relay_error"));
        });
    }

    public void Dispose() => _upstream.Dispose();

    private sealed class FaultyIds(string broken) : IIdSource
    {
        private readonly CountedIds _ids = new();

        public string NewId(string prefix) => prefix == broken ? throw new InvalidOperationException("odd") : _ids.NewId(prefix);
    }
}
