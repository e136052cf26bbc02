using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Options;
using Relay.Tests.Support;

namespace Relay.Tests.Exchange;

/// <summary>The clock of the connection. It has no scenario: no mock that can be asked is one that takes no connection.</summary>
[TestFixture]
[Platform("Linux")]
internal sealed class ConnectClockTests : IDisposable
{
    private const int Patience = 30_000;

    private readonly FullUpstream _upstream = FullUpstream.Fill();

    [TestCase("true")]
    [TestCase("false")]
    [CancelAfter(Patience)]
    public async Task An_upstream_that_takes_no_connection_is_a_504_and_not_asked_again(string stream, CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(earlyHeaders: TimeSpan.Zero), cancellationToken);

        using var answer = await relay.PostAsync(Ask(stream), cancellationToken);

        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["error"]!;
        Assert.Multiple(() =>
        {
            Assert.That(((int)answer.StatusCode, error["code"]!.GetValue<string>()), Is.EqualTo((504, "connect_timeout")));
            Assert.That(error["message"]!.GetValue<string>(), Does.Not.Contain(_upstream.BaseUrl.Authority));
            Assert.That(relay.Log, Does.Not.Contain("Information 103 "), "a clock that ran out is not tried again");
        });
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task After_the_stream_has_opened_the_same_is_told_in_events(CancellationToken cancellationToken)
    {
        await using var relay = await RelayUnderTest.StartAsync(Options(earlyHeaders: TimeSpan.FromMilliseconds(1)), cancellationToken);

        using var answer = await relay.PostAsync(Ask("true"), cancellationToken);

        var events = await answer.Content.ReadAsStringAsync(cancellationToken);
        Assert.That(events, Does.Contain("event: response.failed\n").And.Contain("\"connect_timeout\""));
    }

    public void Dispose() => _upstream.Dispose();

    private static string Ask(string stream) => $$"""{"model":"m","input":"a","stream":{{stream}}}""";

    private RelayOptions Options(TimeSpan earlyHeaders) => new()
    {
        Upstream = _upstream.BaseUrl,
        Clocks = new RelayClocks { Connect = TimeSpan.FromMilliseconds(1500), EarlyHeaders = earlyHeaders },
    };
}
