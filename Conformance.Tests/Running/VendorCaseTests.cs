using Conformance.Checking;
using Conformance.Expecting;
using Conformance.Expecting.Patterns;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Cases;
using Conformance.Running.Relays;
using Conformance.Tests.Expecting;
using Conformance.Tests.Recording;
using Conformance.Turns;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Tests.Running;

/// <summary>
/// The cases of vendors apply to every relay: the vendor's stream is the stimulus, and only the bundled relay's configuration is its own.
/// </summary>
[CancelAfter(60_000)]
internal sealed class VendorCaseTests
{
    private const string Created = "event: response.created\ndata: {\"type\":\"response.created\"}\n\n";

    private static readonly ScenarioCatalog Catalog = ScenarioCatalog.Load(Repository.PathOf("Scenarios"));

    private static IEnumerable<Scenario> OfVendors() =>
        Catalog.Scenarios.Where(scenario => scenario.Id.StartsWith("vendors/", StringComparison.Ordinal));

    [Test]
    public void Every_case_of_a_vendor_is_set_up_with_the_vendor_alone() => Assert.Multiple(() =>
    {
        Assert.That(OfVendors().Count(), Is.EqualTo(43));
        Assert.That(OfVendors().Where(scenario => scenario.Relay is not { IsVendorOnly: true }).Select(scenario => scenario.Id), Is.Empty);
    });

    [Test]
    public void Every_case_of_a_vendor_names_it_under_seen_in() =>
        Assert.That(OfVendors().Where(scenario => !scenario.SeenIn.Any(vendor => scenario.Id["vendors/".Length..].StartsWith(
            vendor, StringComparison.Ordinal))).Select(scenario => scenario.Id), Is.Empty);

    [Test]
    public void No_other_set_up_is_taken_for_a_vendor_alone() => Assert.That(
        Catalog.Scenarios.Except(OfVendors()).Where(scenario => scenario.Relay is { IsVendorOnly: true }).Select(scenario => scenario.Id),
        Is.Empty);

    [TestCase("vendor", "azure", true)]
    [TestCase("reasoning_out", "text", false)]
    public void A_set_up_by_words_is_a_vendor_when_it_names_nothing_else(string name, string value, bool expected) => Assert.Multiple(() =>
    {
        Assert.That(Cases.Setup(null, (name, value)).IsVendorOnly, Is.EqualTo(expected));
        Assert.That(Cases.Setup("codex", (name, value)).IsVendorOnly, Is.False);
        Assert.That(Cases.Setup(null, (name, value), ("retry_max", "0")).IsVendorOnly, Is.False);
        Assert.That(Cases.Setup(null).IsVendorOnly, Is.False);
    });

    [TestCase("""{"upstreams":{"a":{"vendor":"azure","base_url":"$UPSTREAM_URL","api_key":"k"}}}""", true)]
    [TestCase("""{"upstreams":{"a":{"base_url":"$UPSTREAM_URL","api_key":"k"}}}""", false)]
    [TestCase("""{"upstreams":{"a":{"vendor":"azure","policies":{}}}}""", false)]
    [TestCase("""{"upstreams":{"a":{"vendor":"azure"},"b":{"vendor":"groq"}}}""", false)]
    [TestCase("""{"upstreams":{"a":{"vendor":"azure"}},"models":{}}""", false)]
    [TestCase("""{"upstreams":[]}""", false)]
    [TestCase("[]", false)]
    public void A_set_up_by_configuration_is_a_vendor_when_it_names_one_upstream_and_how_it_is_reached(string config, bool expected) =>
        Assert.That((Cases.Setup(null) with { Config = Cases.Json(config) }).IsVendorOnly, Is.EqualTo(expected));

    [Test]
    public async Task A_foreign_relay_is_asked_as_it_stands_and_its_chat_request_is_its_own(CancellationToken cancellationToken)
    {
        var (outcome, turn, rented) = await PlayAsync(canSetUp: false, Cases.Setup(null, ("vendor", "groq")), cancellationToken);

        Assert.That(
            (outcome.Result.Verdict, outcome.Result.Setup, turn?.SkipsRequestPatterns, rented),
            Is.EqualTo((Verdict.Passed, "", (bool?)true, "nothing")));
    }

    [Test]
    public async Task The_bundled_relay_is_set_up_with_the_vendor(CancellationToken cancellationToken)
    {
        var (outcome, turn, rented) = await PlayAsync(canSetUp: true, Cases.Setup(null, ("vendor", "groq")), cancellationToken);

        Assert.That(
            (outcome.Result.Verdict, outcome.Result.Setup, turn?.SkipsRequestPatterns, rented),
            Is.EqualTo((Verdict.Passed, "vendor=groq", (bool?)false, "vendor=groq")));
    }

    [Test]
    public async Task Any_other_set_up_still_does_not_apply_to_a_foreign_relay(CancellationToken cancellationToken)
    {
        var (outcome, _, _) = await PlayAsync(
            canSetUp: false, Cases.Setup(null, ("vendor", "groq"), ("retry_max", "0")), cancellationToken);

        Assert.That((outcome.Result.Verdict, outcome.Result.Setup), Is.EqualTo((Verdict.NotApplicable, "vendor=groq, retry_max=0")));
    }

    [TestCase(400, false, Verdict.NotApplicable)]
    [TestCase(500, false, Verdict.Failed)]
    [TestCase(400, true, Verdict.Failed)]
    public async Task A_relay_that_rejects_the_request_itself_was_not_sent_the_vendors_stream(
        int status, bool canSetUp, Verdict verdict, CancellationToken cancellationToken)
    {
        const string Body = """{"error":{"message":"Unsupported parameter: file_id"}}""";
        await using var relay = new RawServer(async connection => await connection.SendAsync(
            $"HTTP/1.1 {status} No\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"));

        var (outcome, _, _) = await PlayAsync(
            relay,
            canSetUp,
            Cases.Setup(null, ("vendor", "azure")),
            [Cases.Finding("http-answer"), Cases.Finding("leak", Severity.Error) with { Kind = FindingKind.Rule }],
            cancellationToken);

        Assert.That(outcome.Result.Verdict, Is.EqualTo(verdict));
        Assert.That(outcome.Result.Reason?.StartsWith(
            "the relay rejects the request itself with HTTP 400 (Unsupported parameter: file_id)",
            StringComparison.Ordinal) ?? false, Is.EqualTo(verdict == Verdict.NotApplicable));
        Assert.That(outcome.Result.Findings.Select(finding => finding.Check), verdict == Verdict.NotApplicable
            ? Is.EqualTo(new[] { "leak" })
            : Has.Member("http-answer"));
    }

    [Test]
    public async Task A_case_of_a_vendor_leaves_the_cells_of_the_clients(CancellationToken cancellationToken)
    {
        var (outcome, _, _) = await PlayAsync(canSetUp: false, Cases.Setup(null, ("vendor", "groq")), cancellationToken);

        Assert.That(
            outcome.Result.Clients,
            Has.Count.EqualTo(7).And.Some.Matches<ClientCell>(cell => cell is { Client: "codex", Impact: "breaks" }));
    }

    [Test]
    public void Patterns_over_the_chat_request_do_not_count_where_they_are_skipped([Values] bool skips)
    {
        var expect = new Expectation
        {
            Requests = [Cases.Json("""{"max_completion_tokens":100}""")],
            RequestHeaders = Cases.Json("""{"api-key":"$string"}"""),
            Upstream = new UpstreamExpectation(new RequestCount(2, 2), Aborted: null, MinimumGap: null, Cases.At(1)),
        };
        var turn = new TurnBuilder().Asking("""{"max_tokens":100}""").Expecting(expect).Build() with { SkipsRequestPatterns = skips };

        var checks = ExpectationJudge.Judge(turn, Bindings.None).Findings.Select(finding => finding.Check);

        Assert.That(
            checks, Is.EquivalentTo(skips ? new[] { "upstream-requests" } : ["upstream-requests", "chat-request", "chat-request-headers"]));
    }

    private static async Task<(CaseOutcome Outcome, RecordedTurn? Turn, string Rented)> PlayAsync(
        bool canSetUp, RelaySetup setup, CancellationToken cancellationToken)
    {
        await using var relay = new RawServer(async connection => await connection.SendAsync(
            $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: {Created.Length}\r\n\r\n{Created}"));
        return await PlayAsync(relay, canSetUp, setup, [], cancellationToken);
    }

    private static async Task<(CaseOutcome Outcome, RecordedTurn? Turn, string Rented)> PlayAsync(
        RawServer relay, bool canSetUp, RelaySetup setup, IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        RecordedTurn? seen = null;
        var judge = new CaseJudge
        {
            Read = Conformance.Reading.WireReader.Read,
            Check = turn =>
            {
                seen = turn;
                return new CheckReport(findings, []);
            },
            Expect = (_, bindings) => new ExpectationResult(Grade.Passed, null, [], bindings),
            Resolve = (bindings, body) => bindings.Resolve(body),
            ResolvePath = (bindings, path) => bindings.ResolvePath(path),
            ResolveText = (bindings, text) => bindings.Resolve(text),
            Normalise = turns => [.. turns.Select(_ => Array.Empty<string>())],
        };
        await using var relays = new RememberingRelays(new ReadyRelay(relay.Url, Life: null), canSetUp);
        var runner = new CaseRunner(
            new FakeUpstream(),
            relays,
            judge,
            new CaseLabels(Catalog.Vocabulary, id => "./relayconf run --run " + id),
            new CaseSettings(),
            TimeProvider.System);

        var outcome = await runner.RunAsync(Cases.Scenario(relay: setup), cancellationToken);

        return (outcome, seen, relays.Rented);
    }

    private sealed class RememberingRelays(RelayLease lease, bool canSetUp) : IRelayPool
    {
        public string Rented { get; private set; } = "";

        public bool CanSetUp(RelaySetup? setup) => setup is null || canSetUp;

        public Task<RelayLease> RentAsync(RelaySetup? setup, CancellationToken cancellationToken)
        {
            Rented = setup is null ? "nothing" : SetupText.Format(setup);
            return Task.FromResult(lease);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
