using Microsoft.Extensions.Logging;
using NUnit.Framework;
using Relay;
using Relay.Configuring;
using Relay.Options;
using Relay.Policies;
using Relay.Presets;

namespace Relay.Tests.Configuring;

[TestFixture]
internal sealed class RelayOptionsReaderTests
{
    private const string Upstream = "--upstream=http://h:1/v1";

    [Test]
    public void What_is_not_said_has_a_default()
    {
        var options = Read([Upstream]);

        Assert.Multiple(() =>
        {
            Assert.That(options!.Upstream, Is.EqualTo(new Uri("http://h:1/v1")));
            Assert.That(
                (options.Host, options.Port, options.ApiKey, options.LogLevel),
                Is.EqualTo(("127.0.0.1", 8080, (string?)null, LogLevel.Information)));
            Assert.That(options.Clocks, Is.EqualTo(new RelayClocks()));
            Assert.That(
                (options.MaxEventBytes, options.MaxAnswerBytes, options.MaxBodyBytes), Is.EqualTo((33554432, 268435456L, 67108864)));
        });
    }

    [Test]
    public void Everything_can_be_said()
    {
        var options =
            Read(
            [
                Upstream, "--port", "0", "--host=0.0.0.0", "--insecure", "--preset", "openai", "--log-level", "warning",
                "--set", "connect_ms=1",
                "--set=first_byte_ms=2", "--set", "transport_idle_ms=3", "--set", "progress_idle_ms=4", "--set", "finish_grace_ms=5",
                "--set", "keepalive_ms=6", "--set", "early_headers_ms=7", "--set", "max_event_bytes=8", "--set", "max_body_bytes=9",
                "--set", "max_answer_bytes=10000000000",
            ]);

        Assert.Multiple(() =>
        {
            Assert.That((options!.Host, options.Port, options.LogLevel), Is.EqualTo(("0.0.0.0", 0, LogLevel.Warning)));
            Assert.That((options.MaxEventBytes, options.MaxBodyBytes, options.MaxAnswerBytes), Is.EqualTo((8, 9, 10_000_000_000)));
            Assert.That(options.Clocks, Is.EqualTo(new RelayClocks
            {
                Connect = Milliseconds(1),
                FirstByte = Milliseconds(2),
                TransportIdle = Milliseconds(3),
                ProgressIdle = Milliseconds(4),
                FinishGrace = Milliseconds(5),
                KeepAlive = Milliseconds(6),
                EarlyHeaders = Milliseconds(7),
            }));
        });
    }

    [Test]
    public void A_preset_sets_its_policies_and_a_later_setting_wins()
    {
        var options = Read([Upstream, "--preset", "codex", "--set", "unknown_item=refuse"]);

        Assert.That(
            options!.Policies, Is.EqualTo(PolicyPresets.Apply("codex", RelayPolicies.Default)! with { UnknownItem = UnknownItem.Refuse }));
    }

    [Test]
    public void Retries_can_be_said()
    {
        var options = Read([Upstream, "--set", "retry_max=0", "--set", "retry_base_ms=1", "--set", "retry_cap_ms=2"]);

        Assert.That(options!.Retries, Is.EqualTo(new RelayRetries { Max = 0, Base = Milliseconds(1), Cap = Milliseconds(2) }));
    }

    [Test]
    public void The_environment_gives_upstream_and_key()
    {
        var options = RelayOptionsReader.Read([], static name => name switch { "UPSTREAM_BASE_URL" =>
            "https://h/v1", "UPSTREAM_API_KEY" => "k", _ => null }, out var problem);

        Assert.That((options?.Upstream?.AbsoluteUri, options?.ApiKey, problem), Is.EqualTo(("https://h/v1", "k", "")));
    }

    [TestCase("--upstream URL is missing")]
    [TestCase("Did you mean '--upstream'?", "--upsteam", "x")]
    [TestCase("There is no option 'serve'; similar: --", "serve")]
    [TestCase("There is no option '--stream-limit'; similar: ", "--stream-limit", "3")]
    [TestCase("--port needs a value.", Upstream, "--port")]
    [TestCase("from 0 to 65535, received '65536'", Upstream, "--port", "65536")]
    [TestCase("from 0 to 65535, received '-1'", Upstream, "--port=-1")]
    [TestCase("an IP address or localhost, received 'example'", Upstream, "--host", "example")]
    [TestCase("an http or https URL", "--upstream", "localhost:9000")]
    [TestCase("contains credentials", "--upstream", "http://me:key@h/v1")]
    [TestCase("There is no preset 'acme'; known: openai, codex, ", Upstream, "--preset", "acme")]
    [TestCase("Did you mean 'debug'?", Upstream, "--log-level", "debugg")]
    [TestCase("--set: expected name=value, received 'x'", Upstream, "--set", "x")]
    [TestCase("keepalive_ms: expected a whole number, received 'soon'", Upstream, "--set", "keepalive_ms=soon")]
    [TestCase("a number of bytes above 0, received '0'", Upstream, "--set", "max_answer_bytes=0")]
    [TestCase("max_event_bytes must be above 0", Upstream, "--set", "max_event_bytes=0")]
    [TestCase("Did you mean 'keepalive_ms'?", Upstream, "--set", "keepalives_ms=1")]
    [TestCase("no_such_policy", Upstream, "--set", "no_such_policy=1")]
    public void What_is_wrong_is_said_in_one_sentence(string expected, params string[] args)
    {
        var options = RelayOptionsReader.Read(args, static _ => null, out var problem);

        Assert.That(options, Is.Null);
        Assert.That(problem, Does.Contain(expected));
        Assert.That(problem, Does.Not.Contain('\n'));
    }

    [Test]
    public void Credentials_are_not_repeated_in_the_sentence()
    {
        _ = RelayOptionsReader.Read(["--upstream", "http://me:hunter2@h/v1"], static _ => null, out var problem);

        Assert.That(problem, Does.Not.Contain("hunter2"));
    }

    [Test]
    public void Help_fits_a_terminal_and_names_every_setting()
    {
        Assert.Multiple(() =>
        {
            Assert.That(RelayHelp.Text.Split('\n'), Is.All.Length.LessThanOrEqualTo(80));
            Assert.That(
                SettingTable.Settings.Select(static setting => setting.IsForCommandLine ? setting.Flag : setting.Name),
                Is.All.Matches<string>(static name => RelayHelp.Text.Contains($"  {name} ", StringComparison.Ordinal)));
            Assert.That(
                SettingTable.Policies.Select(static policy => policy.Name),
                Is.SubsetOf(RelayHelp.Text[RelayHelp.Text.IndexOf("Policies.", StringComparison.Ordinal)..].Split([' ', ',', '\n'])));
        });
    }

    private static RelayOptions? Read(string[] args) => RelayOptionsReader.Read(args, static _ => null, out _);

    private static TimeSpan Milliseconds(int number) => TimeSpan.FromMilliseconds(number);
}
