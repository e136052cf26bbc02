using System.Text;
using NUnit.Framework;
using Relay.Configuring;
using Relay.Options;
using Relay.Storing;
using Relay.Tests.Diagnostics;
using Relay.Tests.Support;

namespace Relay.Tests.Http;

/// <summary>
/// Puts a secret into every setting of the table, in every form of value. Either the relay refuses to start and its message does not
/// contain the secret, or no answer, header, log line, metric, listing, span or exported metric contains it, although the upstream
/// returns everything it received (V38).
/// </summary>
[TestFixture]
[CancelAfter(120_000)]
internal sealed class SecretSettingsTests : IDisposable
{
    // One has the form of a vendor's key, the other has not.
    private const string Key = "sk-Plum-Orchard-4711x";
    private const string Token = "quinceharbour0815mq";

    // Names that people choose and read; a secret without the form of a key is not recognised there (docs/security.md).
    private static readonly string[] Names = ["key_header", "models", "drop_params", "headers_up", "headers_down", "allowed_hosts"];

    private readonly WrittenFile _file = new(Key + "\n", "planted.keys");

    private static IEnumerable<string> Settings => SettingTable.All.Select(static setting => setting.Name);

    [TestCaseSource(nameof(Settings))]
    public async Task A_secret_in_a_setting_never_comes_out(string name, CancellationToken cancellationToken)
    {
        var setting = SettingTable.Find(name)!;
        string[] forms =
        [
            "'SECRET'",
            "['SECRET']",
            "{x-planted: 'SECRET'}",
            "{x-planted: 'Bearer SECRET'}",
            "{planted: 'SECRET', deep: {list: [1, 'SECRET']}}",
            "{x-planted: {env: PLANTED}}",
            "PLANTED",
            "'UPSTREAM?planted=SECRET'",
            "'http://planted:SECRET@127.0.0.1:1/v1'",
            "'postgres://planted:SECRET@127.0.0.1:1/planted'",
            $"'{_file.Path}'",
        ];

        foreach (var secret in Names.Contains(name, StringComparer.Ordinal) ? [Key] : new[] { Key, Token })
        {
            await using var upstream = await EchoUpstream.StartAsync(secret, cancellationToken);
            foreach (var form in forms)
            {
                upstream.Forget();
                await TryAsync(upstream, setting, form, secret, cancellationToken);
            }
        }
    }

    [TestCase("headers: {x-planted: q7Z}", "q7Z")]
    [TestCase("headers: {x-planted: 'Basic q7Zk'}", "q7Zk")]
    [TestCase("headers: {x-planted: 'user=me; token=q7Zk0mXv'}", "q7Zk0mXv")]
    [TestCase("extra_params: {user_token: q7Z}", "q7Z")]
    [TestCase("extra_params: {planted: [q7Zk0m]}", "q7Zk0m")]
    [TestCase("extra_params: {planted: correct-horse-battery}", "correct-horse-battery")]
    public async Task A_short_secret_never_comes_out(string line, string secret, CancellationToken cancellationToken)
    {
        await using var upstream = await EchoUpstream.StartAsync(secret, cancellationToken);

        await PlayAsync(upstream, $"upstream: {upstream.BaseUrl}\n{line}", secret, hasParts: false, cancellationToken);

        Assert.That(upstream.HasSecret, "the secret was in use");
    }

    [TestCase("api_key: 'SECRET'")]
    [TestCase("api_key_env: PLANTED")]
    [TestCase("headers: {x-planted: 'SECRET'}")]
    [TestCase("headers: {x-planted: {env: PLANTED}}")]
    [TestCase("extra_params: {planted: 'SECRET', deep: {list: [1, 'SECRET']}}")]
    [TestCase("upstream: 'UPSTREAM?planted=SECRET'")]
    public async Task The_upstream_of_this_test_repeats_what_it_receives(string line, CancellationToken cancellationToken)
    {
        await using var upstream = await EchoUpstream.StartAsync(Key, cancellationToken);
        var config = line.StartsWith("upstream", StringComparison.Ordinal) ? line : $"upstream: UPSTREAM\n{line}";

        var seen = await PlayAsync(upstream, Fill(config, upstream, Key), Key, hasParts: true, cancellationToken);

        Assert.That(upstream.HasSecret, "the secret was in use");
        Assert.That(seen, Does.Contain("[hidden]"));
    }

    public void Dispose() => _file.Dispose();

    private static string Fill(string text, EchoUpstream upstream, string secret) => text
        .Replace("UPSTREAM", upstream.BaseUrl.ToString(), StringComparison.Ordinal)
        .Replace("SECRET", secret, StringComparison.Ordinal);

    private static async Task TryAsync(
        EchoUpstream upstream, Setting setting, string form, string secret, CancellationToken cancellationToken)
    {
        var line = $"{setting.Name}: {Fill(form, upstream, secret)}";
        var config = setting.IsPolicy ? $"policies:\n  {line}"
            : setting.Name == "base_url" ? $"upstreams:\n  planted:\n    {line}"
            : !setting.IsForTop ? $"upstreams:\n  planted:\n    base_url: {upstream.BaseUrl}\n    {line}"
            : setting.Name == "upstream" ? line
            : $"upstream: {upstream.BaseUrl}\n{line}";

        await PlayAsync(upstream, config, secret, hasParts: true, cancellationToken);
    }

    private static async Task<string> PlayAsync(
        EchoUpstream upstream, string config, string secret, bool hasParts, CancellationToken cancellationToken)
    {
        using var file = new WrittenFile(config);
        var options = RelayOptionsReader.Read(
            ["--config", file.Path], name => name == "PLANTED" ? secret : null, out var problem);
        AssertClean(problem, "the sentence");
        return options is null ? problem : await AskAsync(options);

        async Task<string> AskAsync(RelayOptions read)
        {
            var seen = new StringBuilder();
            await using var collector = await Collector.StartAsync(cancellationToken);
            try
            {
                await using var relay = await RelayUnderTest.StartAsync(
                    read with
                    {
                        Host = "127.0.0.1",
                        Retries = new RelayRetries { Max = 0 },
                        Collector = read.Collector ?? collector.Url,
                    },
                    cancellationToken);
                foreach (var model in EchoUpstream.Models)
                {
                    foreach (var stream in new[] { "true", "false" })
                    {
                        var ask = $$"""{"model":"{{model}}","input":"a","stream":{{stream}}}""";
                        using var answer = await relay.PostAsync(ask, read.ClientKeys is null ? null : "Bearer "
                            + secret, cancellationToken);
                        seen.Append(await TextOfAsync(answer, cancellationToken));
                    }
                }

                foreach (var path in new[] { "/policies", "/metrics", "/v1/models", "/health/ready", "/v1/responses/resp_0" })
                {
                    using var answer = await relay.Client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
                    seen.Append(await TextOfAsync(answer, cancellationToken));
                }

                await relay.StopAsync(cancellationToken);
                AssertClean(relay.Log, "the log");
                AssertClean(collector.Received, "what the collector received");
                if (read.Collector is null && read.ClientKeys is null)
                {
                    Assert.That(collector.PostedTo("/v1/traces"), Does.Contain("chat works"));
                    Assert.That(collector.PostedTo("/v1/metrics"), Does.Contain("gen_ai.client.operation.duration"));
                }
            }
            catch (StoreUnavailableException exception)
            {
                seen.Append(exception.Message);
            }

            AssertClean(seen.ToString(), "an answer");
            return seen.ToString();
        }

        void AssertClean(string text, string place)
        {
            string[] parts = hasParts && upstream.HasSecret
                ? [secret, secret[..^1], secret[1..], secret[..(secret.Length / 2)], secret[^(secret.Length / 2)..]]
                : [secret];
            foreach (var part in parts)
            {
                Assert.That(text, Does.Not.Contain(part).IgnoreCase, $"{place} with {config}");
            }
        }
    }

    private static async Task<string> TextOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken) =>
        $"{(int)answer.StatusCode} {answer.ReasonPhrase}\n{answer.Headers}{answer.Content.Headers}\n"
            + $"{await answer.Content.ReadAsStringAsync(cancellationToken)}\n";
}
