using System.Net;
using System.Net.Sockets;
using NUnit.Framework;
using Relay;
using Relay.Configuring;
using Relay.Options;
using Relay.Tests.Support;
using Relay.Upstreams;

namespace Relay.Tests;

[TestFixture]
internal sealed class RelayHostTests
{
    private const int Patience = 30_000;

    [Test]
    public async Task Help_is_printed_and_nothing_is_run()
    {
        var (exitCode, output, errors) = await RunAsync("--help");

        Assert.That((exitCode, output, errors), Is.EqualTo((0, RelayHelp.Text + Environment.NewLine, "")));
    }

    [Test]
    public async Task The_version_is_printed_and_nothing_is_run()
    {
        var (exitCode, output, errors) = await RunAsync("--version");

        Assert.That((exitCode, output.Trim(), errors), Is.EqualTo((0, "Relay 0.1.0", "")));
    }

    [TestCase(null, 1)]
    [TestCase("key", 0)]
    public void A_vendor_without_its_key_is_found(string? key, int missing)
    {
        var options = RelayOptionsReader.Read(
            ["--vendor", "deepseek"], name => name == "DEEPSEEK_API_KEY" ? key : null, out _);

        Assert.That(MissingKeys.Find(options!).Select(static found => found.Variable), Is.EqualTo(
            Enumerable.Repeat("DEEPSEEK_API_KEY", missing)));
    }

    [Test]
    public async Task Wrong_usage_is_one_sentence_and_exit_code_2()
    {
        var (exitCode, output, errors) = await RunAsync("--upstream", "http://h/v1", "--prot", "1");

        Assert.That(
            (exitCode, output, errors.TrimEnd()), Is.EqualTo((2, "", "There is no option '--prot'. Did you mean '--port'? See --help.")));
    }

    [Test]
    public async Task A_port_that_is_taken_is_one_sentence_and_exit_code_3()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (exitCode, output, errors) = await RunAsync("--upstream", "http://h/v1", "--log-level", "none", "--port", $"{port}");

        Assert.That(
            (exitCode, output, errors.TrimEnd()), Is.EqualTo((3, "", $"Cannot listen on 127.0.0.1:{port}: Address already in use.")));
    }

    // Needs the translator: the failure is told in events.
    [Test]
    [CancelAfter(Patience)]
    public async Task A_relay_that_is_stopped_ends_its_streams(CancellationToken cancellationToken)
    {
        using var upstream = new RawUpstream();
        var relay = await RelayUnderTest.StartAsync(
            new RelayOptions { Upstream = upstream.BaseUrl, ShutdownGrace = TimeSpan.Zero }, cancellationToken);

        var asking = relay.PostAsync("""{"model":"m","input":"a","stream":true}""", cancellationToken);
        using var exchange = await upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync("""data: {"choices":[{"index":0,"delta":{"content":"Hello"}}]}""" + "\n\n", cancellationToken);
        using var answer = await asking;
        var stopping = relay.StopAsync(cancellationToken);
        var events = await answer.Content.ReadAsStringAsync(cancellationToken);
        await exchange.ClosedAsync(cancellationToken);
        await stopping;
        await relay.DisposeAsync();

        Assert.That(events, Does.Contain("event: response.failed\n").And.Contain("relay_stopping"));
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] args)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var exitCode = await RelayHost.RunAsync(args, output, errors);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
