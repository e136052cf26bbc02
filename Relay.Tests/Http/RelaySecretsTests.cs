using System.Text;
using System.Text.Json;
using NUnit.Framework;

namespace Relay.Tests.Http;

/// <summary>
/// A relay that was told every secret there is, as a process, asked at every door: none of its answers has one, nor its log at the finest
/// level (V38).
/// </summary>
[TestFixture]
[CancelAfter(120_000)]
internal sealed class RelaySecretsTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("relayconf").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    [Platform(Exclude = "Win", Reason = "The relay is told to stop with kill.")]
    public async Task No_door_and_no_line_of_the_log_tells_a_secret(CancellationToken cancellationToken)
    {
        await using var upstream = new TellTaleUpstream();
        await using var relay = await RelayProgram.StartAsync(
            ["--config", WriteConfig(upstream.BaseUrl)], cancellationToken, Planted.Environment);
        using var client = new HttpClient { BaseAddress = relay.Url };

        var answers = await AskAllAsync(client, cancellationToken);
        relay.Terminate();
        await relay.EndAsync(cancellationToken);

        Assert.Multiple(() =>
        {
            foreach (var (asked, answer) in answers)
            {
                Planted.AssertNoneIn(asked, answer, upstream.BaseUrl.Authority);
                Planted.AssertNoStackTrace(asked, answer);
            }

            Planted.AssertNoneIn("the log", relay.Errors, upstream.BaseUrl.Authority);
            Planted.AssertNoStackTrace("the log", relay.Errors);
            Assert.That(upstream.Heads, Does.Contain(Planted.VendorKey).And.Contain(Planted.VendorHeader), "the secrets were in use");
            Assert.That(
                answers[$"GET /policies with {Planted.ClientKey}"],
                Does.Match(@"""log_level"",\s+""value"": ""trace"""),
                "the log is the finest");
            Assert.That(answers.Values, Has.Some.Contain("[hidden]").And.Some.Contain("encrypted_content"));
        });
    }

    [Test]
    public async Task What_the_relay_prints_of_its_settings_has_no_secret(CancellationToken cancellationToken)
    {
        var printed = await RelayProgram.RunAsync(
            ["--config", WriteConfig(new Uri("http://vendor.internal:8443/v1")), "--print-policies"],
            cancellationToken,
            Planted.Environment);

        Assert.That(printed.ExitCode, Is.Zero, printed.Error);
        Assert.That(printed.Output, Does.Contain("\"vendor\""), "the upstreams are listed");
        Planted.AssertNoneIn("--print-policies", printed.Output + printed.Error, "vendor.internal");
    }

    [TestCase("--store", "postgres://relay:" + Planted.StorePassword
        + "@127.0.0.1:1/relay", TestName = "A_store_that_is_not_there_is_told_without_its_password")]
    [TestCase("--store", "mysql://relay:" + Planted.StorePassword
        + "@127.0.0.1:1/relay", TestName = "A_store_of_another_kind_is_told_without_its_password")]
    [TestCase("--api-key", Planted.VendorKey, TestName = "A_flag_that_there_is_not_is_told_without_its_value")]
    [TestCase("--upstream", "ftp://user:" + Planted.VendorKey
        + "@vendor.internal/", TestName = "An_address_that_is_none_is_told_without_itself")]
    [TestCase("--seal-keys", "FILE", TestName = "Seal_keys_that_are_none_are_told_without_them")]
    public async Task A_relay_that_does_not_start(string flag, string value, CancellationToken cancellationToken)
    {
        var file = Planted.Write(_folder, "broken.keys", $"one: {Planted.SealKey}{Planted.OtherKey}\n");
        string[] given = [flag, value.Replace("FILE", file, StringComparison.Ordinal)];

        var ended = await RelayProgram.RunAsync([.. flag == "--upstream" ? [] : new[]
        {
            "--upstream",
            "http://vendor.internal:8443/v1",
        }, "--port", "0", "--log-level", "trace", .. given], cancellationToken, Planted.Environment);

        Assert.That(ended.ExitCode, Is.Not.Zero);
        Planted.AssertNoneIn(flag, ended.Output + ended.Error, "vendor.internal");
        Planted.AssertNoStackTrace(flag, ended.Output + ended.Error);
    }

    private string WriteConfig(Uri upstream) => Planted.Write(_folder, "relay.yaml", $$"""
        log_level: trace
        retry_max: 0
        client_keys: {{JsonSerializer.Serialize(Planted.WriteClientKeys(_folder))}}
        seal_keys: {{JsonSerializer.Serialize(Planted.WriteSealKeys(_folder))}}
        default_upstream: vendor
        upstreams:
          vendor:
            base_url: "{{upstream}}"
            api_key_env: VENDOR_KEY
            headers:
              x-vendor-token: {env: VENDOR_TOKEN}
          other:
            base_url: "{{upstream}}"
            api_key: {{Planted.OtherKey}}
        """);

    private static async Task<Dictionary<string, string>> AskAllAsync(HttpClient client, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var model in TellTaleUpstream.Models.Concat(TellTaleUpstream.Models.Select(static model => "other/" + model)))
        {
            foreach (var stream in new[] { "true", "false" })
            {
                var body = $$"""{"model":"{{model}}","input":"{{Planted.OfTheUser[..7]}}","stream":{{stream}},"include":"""
                    + $$"""["reasoning.encrypted_content"]}""";
                answers[$"{model}, stream {stream}"] = await AskAsync(
                    client, HttpMethod.Post, "/v1/responses", Planted.ClientKey, body, cancellationToken);
            }
        }

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, "/v1/models"), (HttpMethod.Get, "/policies"), (HttpMethod.Get, "/metrics"), (HttpMethod.Get, "/health/ready"),
            (HttpMethod.Get, "/v1/responses/resp_0"),
            (HttpMethod.Post, "/v1/responses"), (HttpMethod.Post, "/v1/nowhere"),
        })
        {
            foreach (var key in new[] { Planted.ClientKey, Planted.WrongClientKey })
            {
                answers[$"{method} {path} with {key}"] = await AskAsync(client, method, path, key, method == HttpMethod.Post
                    ? "{"
                    : null, cancellationToken);
            }
        }

        return answers;
    }

    private static async Task<string> AskAsync(
        HttpClient client, HttpMethod method, string path, string key, string? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null
            ? null
            : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        using var answer = await client.SendAsync(request, cancellationToken);
        return $"{(int)answer.StatusCode} {answer.ReasonPhrase}\n{answer.Headers}{answer.Content.Headers}\n"
            + $"{await answer.Content.ReadAsStringAsync(cancellationToken)}";
    }
}
