using System.Text.Json.Nodes;
using Conformance.Running.Relays;
using NUnit.Framework;
using Relay.Configuring;
using Scenarios.Model;

namespace Conformance.Tests.Running;

/// <summary>Which set-ups share one relay, and how that relay is configured.</summary>
[CancelAfter(60_000)]
internal sealed class SharedSetupsTests
{
    private static readonly Uri Upstream = new("http://127.0.0.1:9/v1");

    [Test]
    public void Each_set_up_becomes_an_upstream_found_by_the_models_of_its_cases()
    {
        var shared = new SharedSetups(
        [
            Cases.Scenario("a/one", relay: Cases.Setup(null, ("think_tags", "off"), ("retry_max", "0"))),
            Cases.Scenario("a/two", relay: Cases.Setup(null, ("think_tags", "off"), ("retry_max", "0"))),
            Cases.Scenario("a/three", relay: Cases.Setup("codex")),
            Cases.Scenario("a/plain"),
        ]);

        const string expected = """
            {"upstreams": {
               "setup-1": {"base_url": "http://127.0.0.1:9/v1", "early_headers_ms": "4000", "retry_max": "0", "policies": {"think_tags": "off"}},
               "setup-2": {"base_url": "http://127.0.0.1:9/v1", "preset": "codex", "policies": {}}},
             "models": {"rc-a.one": {"upstream": "setup-1"}, "rc-a.two": {"upstream": "setup-1"}, "rc-a.three": {"upstream": "setup-2"}}}
            """;
        Assert.That(
            JsonNode.DeepEquals(JsonNode.Parse(shared.CreateConfiguration(Upstream)), JsonNode.Parse(expected)),
            Is.True,
            shared.CreateConfiguration(Upstream));
    }

    [Test]
    public void What_is_the_whole_relays_is_not_shared()
    {
        var config = Cases.Setup(null) with { Config = Cases.Json("{}") };
        var elsewhere = Cases.Turn() with { Client = Cases.Turn().Client with { Http = new EndpointRequest("GET", "/policies", null) } };
        var shared = new SharedSetups(
        [
            Cases.Scenario("a/one", relay: Cases.Setup(null, ("think_tags", "off"))),
            Cases.Scenario("a/two", relay: Cases.Setup(null, ("think_tags", "anywhere"))),
            Cases.Scenario("a/streams", relay: Cases.Setup(null, ("max_streams", "1"))),
            Cases.Scenario("a/config", relay: config),
            Cases.Scenario("a/policies", relay: Cases.Setup(null, ("done_marker", "off")), turns: [elsewhere]),
        ]);

        Assert.Multiple(() =>
        {
            Assert.That(shared.Contains(Cases.Setup(null, ("think_tags", "off"))), Is.True);
            Assert.That(shared.Contains(null), Is.False);
            Assert.That(shared.Contains(Cases.Setup(null, ("max_streams", "1"))), Is.False);
            Assert.That(shared.Contains(config), Is.False);
            Assert.That(shared.Contains(Cases.Setup(null, ("done_marker", "off"))), Is.False);
        });
    }

    [Test]
    public void One_set_up_alone_shares_with_nobody()
    {
        var shared = new SharedSetups([Cases.Scenario("a/one", relay: Cases.Setup("codex"))]);

        Assert.That(shared.Contains(Cases.Setup("codex")), Is.False);
    }

    [Test]
    public void The_settings_that_are_told_apart_are_those_of_the_relay() => Assert.Multiple(() =>
    {
        Assert.That(
            RelaySettings.OfUpstreams.Concat(RelaySettings.OfRelays),
            Is.EquivalentTo(SettingTable.Settings.Select(static setting => setting.Name)),
            "a setting of Relay/Configuring/SettingTable is missing in Conformance/Running/RelaySettings, or too many there");
        Assert.That(RelaySettings.OfUpstreams.Where(static name =>
            SettingTable.Find(name) is not ({ Scope: SettingScope.Shared, IsStructured: false } or { Name: "vendor" })), Is.Empty);
    });

    [Test]
    [Platform("Linux,MacOsX", Reason = "The relays of this test are shell scripts.")]
    public async Task Sharers_get_one_process_and_their_own_where_that_one_does_not_get_ready(
        [Values] bool ready, CancellationToken cancellationToken)
    {
        var (one, two) = (Cases.Setup(null, ("think_tags", "off")), Cases.Setup("codex"));
        List<string> own = [];
        var shared = new SharedSetups([Cases.Scenario("a/one", relay: one), Cases.Scenario("a/two", relay: two)]);
        await using var pool = new SharingRelayPool(
            new RelayPool(
                (setup, stop) =>
                {
                    own.Add(SetupText.Format(setup));
                    return StartAsync("echo 'listening on http://127.0.0.1:2'; exec sleep 1000", stop);
                },
                canSetUp: true),
            shared,
            stop => StartAsync(ready ? "echo 'listening on http://127.0.0.1:1'; exec sleep 1000" : "exit 2", stop));

        var first = await pool.RentAsync(one, cancellationToken);
        var second = await pool.RentAsync(two, cancellationToken);
        var plain = await pool.RentAsync(null, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(new[] { first, second, plain }.Select(static lease => ((ReadyRelay)lease).Url.Port), Is.EqualTo(ready
                ? new[] { 1, 1, 2 }
                : [2, 2, 2]));
            Assert.That(own, Is.EqualTo(ready ? new[] { "" } : ["think_tags=off", "preset codex", ""]));
        });
    }

    private static Task<RelayStart> StartAsync(string script, CancellationToken stop) =>
        RelayProcess.StartAsync(
            new RelayLaunch { Program = "/bin/sh", Arguments = ["-c", script], Ready = new AnnouncementProbe() },
            TimeProvider.System,
            stop);
}
