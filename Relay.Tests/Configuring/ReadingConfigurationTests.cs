using NUnit.Framework;
using Relay;
using Relay.Options;
using Relay.Policies;
using Relay.Presets;
using Relay.Upstreams;

namespace Relay.Tests.Configuring;

/// <summary>What a file, the environment and a command line say, and which of them wins.</summary>
internal sealed class ReadingConfigurationTests
{
    [Test]
    public void A_file_is_overruled_by_the_environment_and_that_by_the_command_line()
    {
        const string file = "upstream: http://h/v1\nport: 1\nretry_max: 1\nmax_streams: 1\n";

        var options = Read(file, ["--max-streams", "3"], ("RELAY_RETRY_MAX", "2"), ("RELAY_MAX_STREAMS", "2"));

        Assert.That((options.Port, options.Retries.Max, options.MaxStreams), Is.EqualTo((1, 2, 3)));
    }

    [TestCase("$MY_KEY", "from-environment")]
    [TestCase("${MY_KEY}", "from-environment")]
    [TestCase("$my-key", "$my-key")]
    [TestCase("sk-$MY_KEY", "sk-$MY_KEY")]
    public void A_key_may_name_its_variable(string written, string key)
    {
        var options = Read($"upstreams: {{a: {{base_url: http://a, api_key: '{written}'}}}}", [], ("MY_KEY", "from-environment"));

        Assert.That(options.Upstreams[0].ApiKey, Is.EqualTo(key));
    }

    [TestCase("mistralai/mixtral")]
    [TestCase("deepseek/deepseek-chat")]
    [TestCase("mist")]
    public void A_models_name_may_look_like_an_upstream(string model)
    {
        var options = Read($"upstreams: {{mistral: {{base_url: http://a}}, default: {{base_url: http://b}}}}\nmodels: {{m: {model}}}", []);

        Assert.That((options.Models[0].Upstream, options.Models[0].Model), Is.EqualTo(((string?)null, model)));
    }

    [Test]
    public void A_preset_goes_before_the_policies_beside_it_and_over_those_of_an_earlier_source()
    {
        const string file = "upstream: http://h/v1\npolicies: {error_event: flat, think_tags: off}\n";

        var options = Read(file, ["--set", "reasoning_out=both", "--preset", "open-responses"]);

        Assert.That(options.Policies, Is.EqualTo(RelayPolicies.Default with
        {
            ErrorEvent = ErrorEvent.Nested,
            EventDialect = EventDialect.OpenResponses,
            ReasoningOut = ReasoningOut.Both,
            ThinkTags = ThinkTags.Off,
        }));
    }

    [Test]
    public void An_upstream_starts_from_what_is_shared_and_says_what_it_wants_otherwise()
    {
        const string file = """
            retry_max: 7
            policies: {think_tags: off, done_marker: off}
            upstreams:
              a: {base_url: http://a/v1, policies: {think_tags: anywhere}, connect_ms: 5}
              b: {base_url: http://b/v1, preset: codex, retry_max: 0}
            """;

        var options = Read(file, ["--first-byte-ms=9"]);
        var (a, b) = (options.Upstreams[0], options.Upstreams[1]);

        Assert.Multiple(() =>
        {
            Assert.That(a.Policies, Is.EqualTo(RelayPolicies.Default with { ThinkTags = ThinkTags.Anywhere, DoneMarker = DoneMarker.Off }));
            Assert.That(b.Policies, Is.EqualTo(PolicyPresets.Apply("codex", options.Policies)));
            Assert.That((a.Retries.Max, b.Retries.Max), Is.EqualTo((7, 0)));
            Assert.That(
                (a.Clocks.Connect.TotalMilliseconds, a.Clocks.FirstByte.TotalMilliseconds, b.Clocks.FirstByte.TotalMilliseconds),
                Is.EqualTo((5d, 9d, 9d)));
        });
    }

    [Test]
    public void Keys_and_headers_of_one_account_are_not_shared()
    {
        const string file = """
            upstream: http://h/v1
            api_key: the-key
            headers: {x-org: me}
            upstreams:
              a: {base_url: http://a/v1, api_key_env: KEY_OF_A, headers: {api-key: {env: KEY_OF_A}, x-team: t}}
            """;

        var options = Read(file, [], ("KEY_OF_A", "a-key"));

        Assert.Multiple(() =>
        {
            Assert.That(options.ApiKey, Is.EqualTo("the-key"));
            Assert.That(options.Upstreams[0].ApiKey, Is.EqualTo("a-key"));
            Assert.That(
                options.Upstreams[0].Headers,
                Is.EqualTo(new[] { KeyValuePair.Create("api-key", "a-key"), KeyValuePair.Create("x-team", "t") }));
        });
    }

    [Test]
    public void Members_keep_the_kinds_and_the_spelling_they_have_in_json()
    {
        const string file = "upstream: http://h/v1\nextra_params: {a: 1.50, b: true, c: null, d: 'x', e: \"1\", f: [x, {g: -0}]}\n";

        var options = Read(file, []);

        Assert.That(
            options.Shared.ExtraParams?.GetRawText(), Is.EqualTo("""{"a":1.50,"b":true,"c":null,"d":"x","e":"1","f":["x",{"g":-0}]}"""));
    }

    [Test]
    public void Lists_and_mappings_fit_into_one_word()
    {
        var options = Read(
            "upstream: http://h/v1", ["--drop-params", "a, b.c", "--set", "extra_params={top_k: 1}"], ("RELAY_HEADERS_UP", "[x-a, x-b-*]"));

        Assert.Multiple(() =>
        {
            Assert.That(options.Shared.DropParams, Is.EqualTo(new[] { "a", "b.c" }));
            Assert.That(options.Shared.ExtraParams?.GetRawText(), Is.EqualTo("""{"top_k":1}"""));
            Assert.That(options.Shared.HeadersUp, Is.EqualTo(new[] { "x-a", "x-b-*" }));
        });
    }

    [Test]
    public void The_model_map_tells_upstream_and_model()
    {
        const string file = """
            upstreams:
              a: {base_url: http://a/v1}
              b: {base_url: http://b/v1}
            default_upstream: b
            models:
              whole: {upstream: a, model: m}
              short: a/vendor/m
              same: {upstream: a}
              "x-*": a
              renamed: other/m
            """;

        var options = Read(file, []);

        Assert.That(options.Models, Is.EqualTo(new ModelRoute[]
        {
            new("whole", "a", "m"),
            new("short", "a", "vendor/m"),
            new("same", "a"),
            new("x-*", "a"),
            new("renamed", null, "other/m"),
        }));
    }

    [Test]
    public void The_file_may_be_named_by_the_environment()
    {
        using var file = new WrittenFile("upstream: http://h/v1\nport: 7\n");

        var options = RelayOptionsReader.Read([], name => name == "RELAY_CONFIG" ? file.Path : null, out _);

        Assert.That(options?.Port, Is.EqualTo(7));
    }

    [TestCase("retry_mux: 1", 1, 1, "There is no setting 'retry_mux'. Did you mean 'retry_max'?")]
    [TestCase(
        "upstreams:\n  a:\n    base_url: http://a\n    max_streams: 3",
        4,
        5,
        "'max_streams' applies to the whole relay; move it to the top level.")]
    [TestCase("base_url: http://a", 1, 1, "'base_url' applies to one upstream; move it into an entry of upstreams.")]
    [TestCase("think_tags: off", 1, 1, "'think_tags' is a policy; move it under policies.")]
    [TestCase("policies: {think_tag: off}", 1, 12, "There is no policy 'think_tag'. Did you mean 'think_tags'?")]
    [TestCase("policies: {stream_usage: onn}", 1, 26, "Policy 'stream_usage' has no value 'onn'; did you mean 'on'? Known: on, off.")]
    [TestCase("port: 80\nport: 81", 2, 1, "'port' is already set in line 1; remove one of the two.")]
    [TestCase("policies:\n\tthink_tags: off", 2, 1, "Tabs are not allowed; indent with spaces.")]
    [TestCase("port: [1]", 1, 7, "port: expected a number from 0 to 65535, received a list.")]
    [TestCase("port:", 1, 6, "port: expected a number from 0 to 65535, received ''.")]
    [TestCase("upstreams: [a]", 1, 12, "upstreams: expected a mapping of names to values, received a list.")]
    [TestCase("upstreams: {a: {}}", 1, 13, "Upstream 'a' has no base_url.")]
    [TestCase(
        "upstreams: {a/b: {base_url: http://a}}",
        1,
        13,
        "'a/b' is not a valid upstream name: clients request models as name/model, so it must not contain /, * or a blank.")]
    [TestCase(
        "upstreams: {a: {base_url: http://me:hunter2@h}}",
        1,
        27,
        "base_url contains credentials; set the key with RELAY_API_KEY or api_key instead.")]
    [TestCase(
        "upstreams: {a: {base_url: http://a, api_key_env: NO_SUCH}}",
        1,
        50,
        "api_key_env names the environment variable 'NO_SUCH', which is not set.")]
    [TestCase(
        "upstreams: {a: {base_url: http://a, api_key: $NO_SUCH}}",
        1,
        46,
        "api_key names the environment variable 'NO_SUCH', which is not set.")]
    [TestCase(
        "upstreams: {azure: {base_url: http://a}, default: {base_url: http://b}}\nmodels: {m: azuer/gpt-5}",
        2,
        13,
        "Model 'm': there is no upstream 'azuer'. Did you mean 'azure'? "
            + "If it is part of the vendor's name for the model, write {upstream: NAME, model: NAME}.")]
    [TestCase(
        "upstreams: {azure: {base_url: http://a}, default: {base_url: http://b}}\nmodels: {m: Azure}",
        2,
        13,
        "Model 'm': there is no upstream 'Azure'. Did you mean 'azure'? "
            + "If it is part of the vendor's name for the model, write {upstream: NAME, model: NAME}.")]
    [TestCase("upstreams: {a: {base_url: http://a}}\nmodels: {m: {upstream: b}}", 2, 24, "There is no upstream 'b'. Did you mean 'a'?")]
    [TestCase(
        "upstreams: {a: {base_url: http://a}}\nmodels: {m: {upstram: a}}",
        2,
        14,
        "There is no member of a model 'upstram'. Did you mean 'upstream'?")]
    [TestCase("upstreams: {a: {base_url: http://a}}\ndefault_upstream: mistral", 2, 19, "There is no upstream 'mistral'; known: a.")]
    [TestCase(
        "upstreams: {a: {base_url: http://a}, b: {base_url: http://b}}\nmodels: {m: x}",
        2,
        10,
        "Model 'm' does not name an upstream, and default_upstream is not set.")]
    [TestCase(
        "upstream: http://a\nupstreams: {default: {base_url: http://a}}",
        2,
        13,
        "'default' is the name of the upstream that --upstream or RELAY_UPSTREAM sets; rename this one.")]
    [TestCase(
        "headers_up: [authorization]",
        1,
        14,
        "headers_up cannot include 'authorization': the header belongs to one connection or one account.")]
    [TestCase(
        "headers: {content-length: 3}",
        1,
        11,
        "headers cannot contain 'content-length': it is not a valid header name, or the header belongs to the connection.")]
    [TestCase("extra_params: {stream: true}", 1, 16, "extra_params cannot include 'stream': the relay always sets it.")]
    [TestCase("- a", 1, 1, "the configuration: expected a mapping of names to values, received a list.")]
    [TestCase("a: &x 1\nb: *x", 2, 4, "Aliases are not supported; repeat the value.")]
    [TestCase("a: [1", 2, 1, "The file is not valid YAML: while parsing a flow sequence, did not find expected ',' or ']'.")]
    [TestCase("a: {b: 'x", 1, 8, "The file is not valid YAML: while scanning a quoted scalar, found unexpected end of stream.")]
    [TestCase("a: 1\n---\nb: 1", 2, 1, "A second YAML document starts here; a configuration is a single document.")]
    [TestCase("a: !x 1", 1, 4, "YAML tags are not supported; remove the tag, and quote the value if it is text.")]
    public void What_is_wrong_in_a_file_is_one_sentence_with_its_place(string text, int line, int column, string sentence)
    {
        using var file = new WrittenFile(text);

        var options = RelayOptionsReader.Read(["--config", file.Path], static _ => null, out var problem);

        Assert.That((options, problem), Is.EqualTo(((RelayOptions?)null, $"{file.Path}:{line}:{column}: {sentence}")));
    }

    [TestCase("RELAY_PORT: expected a number from 0 to 65535, received 'tcp://10.0.0.1:80'.", "RELAY_PORT", "tcp://10.0.0.1:80")]
    [TestCase("Policy 'think_tags' has no value 'maybe'", "RELAY_THINK_TAGS", "maybe")]
    [TestCase("UPSTREAM_BASE_URL: expected an http or https URL", "UPSTREAM_BASE_URL", "ftp://h")]
    [TestCase("The configuration 'no-such.yaml' cannot be read: there is no such file.", "RELAY_CONFIG", "no-such.yaml")]
    public void What_is_wrong_in_the_environment_names_the_variable(string expected, string name, string value)
    {
        _ = RelayOptionsReader.Read(["--upstream", "http://h"], asked => asked == name ? value : null, out var problem);

        Assert.That(problem, Does.StartWith(expected));
    }

    [Test]
    public void A_key_cannot_stand_on_a_command_line([Values("--api-key=k", "--set=api_key=k", "--headers={a: b}")] string word)
    {
        _ = RelayOptionsReader.Read(["--upstream=http://h", word], static _ => null, out var problem);

        Assert.That(problem, Does.StartWith("There is no"));
    }

    private static RelayOptions Read(string text, string[] args, params (string Name, string Value)[] environment)
    {
        using var file = new WrittenFile(text);
        var options = RelayOptionsReader.Read(
            ["--config", file.Path, .. args], name => Array.Find(environment, pair => pair.Name == name).Value, out var problem);
        Assert.That(problem, Is.Empty);
        return options!;
    }
}
