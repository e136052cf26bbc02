using NUnit.Framework;
using Relay;
using Relay.Configuring;
using Relay.Options;
using Relay.Policies;
using Relay.Tests.Support;
using Relay.Upstreams;
using Scenarios.Model;
using Scenarios.Reading;

namespace Relay.Tests.Upstreams;

/// <summary>The vendors that are known by name: what is said of them is true, shown by a case, and never over what people say.</summary>
internal sealed class VendorPresetsTests
{
    private const int Patience = 30_000;

    [Test]
    public void Each_vendor_has_a_case_that_is_set_up_by_its_name()
    {
        var shown = ScenarioCatalog.Load(Repository.PathOf("Scenarios")).Scenarios
            .Where(static scenario => scenario.Id.StartsWith("vendors/", StringComparison.Ordinal))
            .SelectMany(static scenario => VendorsOf(scenario.Relay!));

        Assert.That(shown.Distinct(), Is.EquivalentTo(VendorPresets.Names));
    }

    [Test]
    public void Each_need_is_a_setting_of_upstreams_and_other_than_the_default() => Assert.Multiple(() =>
    {
        foreach (var (vendor, need) in VendorPresets.All.SelectMany(static vendor => vendor.Needs.Select(need => (vendor.Name, need))))
        {
            var setting = SettingTable.Find(need.Setting);
            Assert.That(setting?.SetOwn, Is.Not.Null, $"{vendor} {need.Setting}");
            Assert.That(setting?.Default, Is.Not.EqualTo(need.Value), $"{vendor} {need.Setting}");
            Assert.That(need.Reason, Does.EndWith("."), $"{vendor} {need.Setting}");
        }
    });

    [TestCaseSource(typeof(VendorPresets), nameof(VendorPresets.Names))]
    public void Each_vendor_alone_is_a_configuration_with_all_it_needs(string name)
    {
        var vendor = VendorPresets.Find(name)!; // The name is from the list.

        var upstream = Read(["--vendor", name, "--upstream", "http://127.0.0.1:9/v1"]).Shared;

        Assert.That(
            vendor.Needs.Select(need => Setting.Shown(json => SettingTable.Find(need.Setting)!.WriteOwn!(json, upstream)).Replace(
                "\"", "", StringComparison.Ordinal).Trim('[', ']')),
            Is.EqualTo(vendor.Needs.Select(static need => need.Value)));
    }

    [Test]
    public void The_only_upstream_is_the_vendors_own_address_and_key()
    {
        var options = Read(["--vendor=deepseek"], ("DEEPSEEK_API_KEY", "a-key"));

        Assert.That(
            (options.Upstream?.AbsoluteUri, options.ApiKey, options.Shared.ApiKeyVariable),
            Is.EqualTo(("https://api.deepseek.com/v1", "a-key", "DEEPSEEK_API_KEY")));
    }

    [TestCase("--upstream=http://elsewhere.example/v1", ExpectedResult = null)]
    [TestCase("--upstream=https://notdeepseek.com/v1", ExpectedResult = null)]
    [TestCase("--upstream=http://api.deepseek.com/v1", ExpectedResult = null)]
    [TestCase("--upstream=https://eu.deepseek.com/v1", ExpectedResult = "a-key")]
    public string? A_key_that_nobody_named_goes_to_the_vendor_only(string upstream) =>
        Read(["--vendor=deepseek", upstream], ("DEEPSEEK_API_KEY", "a-key")).ApiKey;

    [Test]
    public void A_key_that_is_said_goes_before_the_vendors_variable()
    {
        var options = Read(["--vendor=deepseek"], ("DEEPSEEK_API_KEY", "usual"), ("RELAY_API_KEY", "said"));

        Assert.That(options.ApiKey, Is.EqualTo("said"));
    }

    [Test]
    public void What_is_said_anywhere_wins_over_the_vendor()
    {
        const string file = """
            policies: {stream_usage: on}
            upstreams:
              m: {vendor: mistral, base_url: http://m/v1, policies: {effort_field: thinking}}
            """;

        var upstream = Read(file, ["--set", "drop_params=seed"]).Upstreams[0];

        Assert.Multiple(() =>
        {
            Assert.That(upstream.Policies, Is.EqualTo(RelayPolicies.Default with
            {
                ReasoningField = ReasoningField.None,
                EffortField = EffortField.Thinking,
                CallIds = CallIds.NineLetters,
                ToolThenUser = ToolThenUser.Bridge,
                SameRole = SameRole.Merge,
            }));
            Assert.That(upstream.DropParams, Is.EqualTo(["seed"]));
            Assert.That((upstream.Vendor, upstream.BaseUrl?.Host), Is.EqualTo(("mistral", "m")));
        });
    }

    [Test]
    public void A_preset_beside_a_vendor_changes_what_it_speaks_of_only()
    {
        var upstream = Read("upstreams: {o: {preset: codex, vendor: openrouter}}", []).Upstreams[0];

        Assert.That(
            (upstream.Policies.UnknownItem, upstream.Policies.EffortField), Is.EqualTo((UnknownItem.Drop, EffortField.ReasoningObject)));
    }

    [Test]
    public void The_vendor_at_the_top_is_not_shared()
    {
        const string file = "vendor: azure\nupstream: https://a.openai.azure.com/openai/v1\nupstreams: {local: {vendor: ollama}, other: "
            + "{base_url: http://o/v1}}\n";

        var options = Read(file, [], ("AZURE_OPENAI_API_KEY", "a-key"));

        Assert.Multiple(() =>
        {
            Assert.That(
                (options.Shared.KeyHeader, options.ApiKey, options.Policies.DeveloperRole),
                Is.EqualTo(("api-key", "a-key", DeveloperRole.Developer)));
            Assert.That(
                options.Upstreams.Select(static upstream => (upstream.Vendor, upstream.KeyHeader, upstream.ApiKey)),
                Is.EqualTo(new (string?, string, string?)[] { ("ollama", "authorization", null), (null, "authorization", null) }));
            Assert.That(options.Upstreams[1].Policies, Is.EqualTo(RelayPolicies.Default));
        });
    }

    [TestCase("--vendor=deepsek", "There is no vendor 'deepsek'. Did you mean 'deepseek'?")]
    [TestCase(
        "--vendor=azure",
        "--upstream URL is missing: each account of azure has its own URL, such as https://NAME.openai.azure.com/openai/v1.")]
    [TestCase("--key-header=a b", "--key-header: expected a header name, such as api-key, received 'a b'.")]
    public void What_is_wrong_is_one_sentence(string word, string sentence)
    {
        _ = RelayOptionsReader.Read([word], static _ => null, out var problem);

        Assert.That(problem, Is.EqualTo(sentence));
    }

    [Test]
    public async Task An_unknown_vendor_is_wrong_usage()
    {
        await using var errors = new StringWriter();

        var code = await RelayHost.RunAsync(["--vendor=olama"], TextWriter.Null, errors);

        Assert.That((code, errors.ToString().Trim()), Is.EqualTo((2, "There is no vendor 'olama'. Did you mean 'ollama'? See --help.")));
    }

    [Test]
    public void An_upstream_without_an_address_of_its_own_is_told_what_one_looks_like()
    {
        using var file = new WrittenFile("upstreams: {a: {vendor: azure}}");

        _ = RelayOptionsReader.Read(["--config", file.Path], static _ => null, out var problem);

        Assert.That(
            problem, Does.EndWith("relay.yaml:1:13: Upstream 'a' has no base_url, such as https://NAME.openai.azure.com/openai/v1."));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Azures_key_and_version_travel_as_Azure_wants_them(CancellationToken cancellationToken)
    {
        using var azure = new RawUpstream();
        var options = Read(
            ["--vendor=azure", $"--upstream={azure.BaseUrl}?api-version=preview", "--port=0", "--log-level=none"],
            ("RELAY_API_KEY", "the-key"));
        await using var relay = await RelayUnderTest.StartAsync(options, cancellationToken);

        var asking = relay.PostAsync("""{"model":"deployment","input":"x"}""", "Bearer of-the-client", cancellationToken);
        using var exchange = await azure.ReceiveAsync(cancellationToken);
        await exchange.SendAnswerAsync(
            "200 OK",
            "Content-Type: application/json\r\n",
            """{"choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]}""",
            cancellationToken);
        using var answer = await asking;

        Assert.Multiple(() =>
        {
            Assert.That(exchange.Head, Does.Contain("/chat/completions?api-version=preview HTTP/1.1"));
            Assert.That(exchange.Head, Does.Contain("api-key: the-key").And.Not.Contain("uthorization:"));
        });
    }

    [Test]
    public async Task The_vendors_are_printed_by_the_relay_itself()
    {
        await using var output = new StringWriter();

        await RelayHost.RunAsync(["--print-vendors"], output, TextWriter.Null);

        var printed = output.ToString();
        Assert.Multiple(() =>
        {
            foreach (var vendor in VendorPresets.All)
            {
                Assert.That(printed, Does.Contain($"{vendor.Name}: {vendor.Summary}").And.Contain(vendor.Address));
                Assert.That(
                    vendor.Needs.Where(need => !printed.Contains($"{need.Setting}={need.Value}", StringComparison.Ordinal)),
                    Is.Empty,
                    vendor.Name);
            }
        });
    }

    // All of that folder are set up by a vendor's name.
    private static IEnumerable<string> VendorsOf(RelaySetup setup) =>
        setup.Config is { } config
            ? config.GetProperty("upstreams").EnumerateObject().Select(static upstream => upstream.Value.GetProperty("vendor").GetString()!)
            : setup.Set.Where(static pair => pair.Key == "vendor").Select(static pair => pair.Value);

    private static RelayOptions Read(string[] args, params (string Name, string Value)[] environment)
    {
        var options = RelayOptionsReader.Read(args, name => Array.Find(environment, pair => pair.Name == name).Value, out var problem);
        Assert.That(problem, Is.Empty);
        return options!;
    }

    private static RelayOptions Read(string text, string[] args, params (string Name, string Value)[] environment)
    {
        using var file = new WrittenFile(text);
        return Read(["--config", file.Path, .. args], environment);
    }
}
