using NUnit.Framework;

namespace Relay.Tests.Configuring;

/// <summary>Keys that cannot be sent, and keys in the place of another value: the sentence does not repeat them.</summary>
[TestFixture]
internal sealed class MisplacedKeyTests
{
    private const string Key = "sk-live-plum-orchard";
    private const string Random = "q7ZrkW2mXv9Tb4LpYd8G";

    [TestCase("\r\n")]
    [TestCase("\n")]
    [TestCase("\r")]
    [TestCase("\t")]
    [TestCase("\u0001")]
    [TestCase(" ")]
    [TestCase("é")]
    public void A_key_with_other_than_printable_characters_is_refused(string character)
    {
        var key = $"plum-{character}orchard";
        var quoted = System.Text.Json.JsonSerializer.Serialize(key);
        (string File, string Variable)[] ways =
        [
            ($"upstream: http://h/v1\napi_key: {quoted}", ""),
            ($"upstreams: {{a: {{base_url: http://h/v1, api_key: {quoted}}}}}", ""),
            ("upstream: http://h/v1\napi_key_env: MY_KEY", "MY_KEY"),
            ("upstream: http://h/v1\nheaders: {x-key: {env: MY_KEY}}", character == " " ? "" : "MY_KEY"),
            ("upstream: http://h/v1", "RELAY_API_KEY"),
            ("upstream: http://h/v1", "UPSTREAM_API_KEY"),
            ("vendor: deepseek", "DEEPSEEK_API_KEY"),
        ];

        Assert.Multiple(() =>
        {
            foreach (var (file, variable) in ways)
            {
                var problem = Read(file, name => name == variable ? key : null);

                Assert.That(problem, Is.Not.Empty.And.Not.Contain("plum").And.Not.Contain("orchard").And.Not.Contain('\n'), file);
            }
        });
    }

    [TestCase("api_key_env: {0}")]
    [TestCase("headers: {{x-key: {{env: {0}}}}}")]
    [TestCase("port: {0}")]
    [TestCase("host: {0}")]
    [TestCase("preset: {0}")]
    [TestCase("log_level: {0}")]
    [TestCase("metrics: {0}")]
    [TestCase("client_keys: {0}")]
    [TestCase("seal_keys: {0}")]
    [TestCase("store: {0}")]
    [TestCase("store_ttl: {0}")]
    [TestCase("store: 'postgres://h/d?{0}=1'")]
    [TestCase("collector: {0}")]
    [TestCase("collector: 'http://me:{0}@h'")]
    [TestCase("cors_origins: ['{0}']")]
    [TestCase("default_upstream: {0}")]
    [TestCase("policies: {{think_tags: {0}}}")]
    [TestCase("policies: {{{0}: on}}")]
    [TestCase("{0}: 1")]
    [TestCase("{0}")]
    [TestCase("models: {{'{0}**': a}}")]
    [TestCase("models: {{m: {{upstream: {0}}}}}")]
    [TestCase("upstreams: {{'{0}/': {{base_url: http://h}}}}")]
    [TestCase("upstreams: {{a: {{base_url: '{0}'}}}}")]
    [TestCase("upstreams: {{a: {{base_url: 'ftp://h/v1?key={0}'}}}}")]
    [TestCase("upstreams: {{a: {{vendor: {0}}}}}")]
    [TestCase("'{0}': 1\n'{0}': 2")]
    public void A_key_in_the_place_of_another_value_is_not_repeated(string file)
    {
        foreach (var key in new[] { Key, Random })
        {
            var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, file, key);

            var problem = Read(text.StartsWith("upstreams", StringComparison.Ordinal) ? text : "upstream: http://h/v1\n" + text);

            Assert.That(problem, Is.Not.Empty.And.Not.Contain(key), text);
        }
    }

    [TestCase("api_key_env: plum-orchard")]
    [TestCase("api_key_env: hunter2")]
    [TestCase("api_key_env: AKIAIOSFODNN7EXAMPLE")]
    [TestCase("headers: {x-key: {env: hunter2}}")]
    public void A_variable_that_is_not_set_is_named_only_if_it_has_the_form_of_a_name(string file)
    {
        var problem = Read("upstream: http://h/v1\n" + file);

        Assert.That(
            problem, Does.EndWith(": expected the name of an environment variable that is set, received a value that is not shown."));
    }

    [TestCase("headers_up: [{0}]")]
    [TestCase("headers_down: [{0}]")]
    [TestCase("drop_params: [{0}]")]
    [TestCase("allowed_hosts: [{0}]")]
    [TestCase("key_header: {0}")]
    [TestCase("headers: {{{0}: x}}")]
    [TestCase("models: {{{0}: m}}")]
    [TestCase("models: {{m: {0}}}")]
    public void A_key_in_the_place_of_a_name_that_is_shown_is_refused(string file)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, file, Key);

        var problem = Read("upstream: http://h/v1\n" + text);

        Assert.That(problem, Does.Contain("a value that looks like a key").And.Not.Contain(Key));
    }

    [TestCase("--sk-live-plum-orchard=1")]
    [TestCase("sk-live-plum-orchard")]
    [TestCase("--set=sk-live-plum-orchard")]
    [TestCase("--set=sk-live-plum-orchard=1")]
    [TestCase("--config=sk-live-plum-orchard")]
    public void A_key_on_a_command_line_is_not_repeated(string word)
    {
        _ = RelayOptionsReader.Read(["--upstream=http://h/v1", word], static _ => null, out var problem);

        Assert.That(problem, Is.Not.Empty.And.Not.Contain("plum-orchard"));
    }

    private static string Read(string text, Func<string, string?>? environment = null)
    {
        using var file = new WrittenFile(text);
        var options = RelayOptionsReader.Read(["--config", file.Path], environment ?? (static _ => null), out var problem);
        Assert.That(options, Is.Null, text);
        return problem;
    }
}
