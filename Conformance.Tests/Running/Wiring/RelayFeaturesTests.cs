using Conformance.Running.Features;
using Conformance.Running.Wiring;
using Conformance.Tests.Expecting;
using Conformance.Tests.Support;
using NUnit.Framework;

namespace Conformance.Tests.Running.Wiring;

/// <summary>
/// Which features the repository's cases need: all of them of a feature that few need, and the doubtful ones of the others.
/// </summary>
internal sealed class RelayFeaturesTests
{
    private static readonly Dictionary<string, string[]> Needing = new(StringComparer.Ordinal)
    {
        ["retrieve"] = [
            "state/background-hang-up",
            "state/background-stream",
            "state/cancel-synchronous",
            "state/delete",
            "state/get-and-replay",
            "state/input-items",
            "state/other-key",
            "state/store-false",
        ],
        ["background"] = ["state/background-hang-up", "state/background-stream"],
        ["models"] = [],
        ["operations"] = [],
        ["custom-tools"] = [
            "clients/code-mode",
            "request/additional-tools",
            "request/apply-patch-tool",
            "request/custom-tool",
            "request/custom-tool-called-otherwise",
            "timing/custom-input-delivered-as-it-comes",
            "tools/custom-input-streamed",
        ],
        ["hosted-tools"] = ["request/local-shell", "request/shell-tool"],
        ["tool-search"] = [
            "request/tool-search-by-the-server-left-out",
            "request/tool-search-chosen",
            "request/tool-search-output-offers-its-tools",
            "state/tool-search-continued-by-id",
            "tools/tool-search-arguments-twice-encoded",
            "tools/tool-search-beside-a-call",
            "tools/tool-search-call",
            "tools/tool-search-cut-off",
            "turns/tool-search-then-the-found-tool",
        ],
        ["compaction"] = [
            "clients/compaction",
            "errors/compaction-answered-by-a-call",
            "errors/compaction-cut-by-the-limit",
            "errors/compaction-refused-by-the-vendor",
            "errors/compaction-truncated",
            "errors/compaction-without-a-summary",
            "openresponses/compact-missing-model",
            "openresponses/compact-response",
            "request/broken-arguments-in-a-compaction",
            "request/compact-without-a-model",
            "state/compaction-continued-by-id",
            "turns/compact-endpoint",
            "turns/compaction-trigger",
            "turns/compaction-whole",
        ],
        ["namespaces"] = [
            "clients/code-mode",
            "request/additional-tools",
            "request/namespace",
            "request/namespaced-tool-by-its-bare-name",
            "request/tool-search-output-offers-its-tools",
            "state/tool-search-continued-by-id",
            "tools/name-with-channel-mark-in-a-namespace",
            "turns/tool-search-then-the-found-tool",
        ],
        ["images"] = [
            "openresponses/image-input",
            "request/image",
            "request/image-detail-original",
            "request/image-of-an-output-leaves-text",
        ],
        ["keep-alive"] = [],
        ["clocks"] = ["timing/usage-within-the-grace"],
        ["turn-state"] = ["state/turn-state-of-one-turn-only", "state/turn-state-to-the-client", "state/turn-state-to-the-upstream"],
        ["retries"] = [
            "retries/half-a-head-then-success",
            "retries/rate-limit-then-success",
            "retries/reset-then-success",
            "retries/retry-after-date-in-the-past",
            "retries/retry-after-ms",
            "retries/unavailable-then-success",
        ],
        ["non-stream"] = [
            "errors/base-resp-as-body",
            "errors/detail-list-as-body",
            "finish/non-stream-length",
            "http/half-a-json-body",
            "http/stream-for-a-body",
            "openresponses/assistant-phase",
            "openresponses/basic-response",
            "openresponses/image-input",
            "openresponses/multi-turn",
            "openresponses/nulls-are-not-echoed",
            "openresponses/system-prompt",
            "openresponses/tool-calling",
            "retries/wait-too-long-goes-down",
            "text/non-stream",
            "tools/non-stream",
            "turns/compaction-whole",
            "turns/thinking-blocks-of-a-body",
        ],
        ["encrypted-reasoning"] = [
            "reasoning/details-cumulative-beside-the-text",
            "reasoning/encrypted-alone",
            "reasoning/opaque-after-the-text",
            "reasoning/opaque-goes-back",
            "reasoning/signature-within-the-text",
            "reasoning/thinking-blocks-repeated-with-the-signature",
            "turns/reasoning-details-signed",
            "turns/sealed-reasoning-tool-loop",
            "turns/sealed-signatures-with-ids-used-again",
            "turns/thinking-blocks-redacted",
            "turns/thinking-blocks-signed",
            "turns/thinking-parts-go-back",
            "turns/thought-signature-in-calls",
        ],
    };

    private static IEnumerable<string> Features() => Needing.Keys;

    [TestCaseSource(nameof(Features))]
    public void The_cases_that_any_relay_can_play_and_that_need_a_feature_are_these(string feature)
    {
        var needing = Theatre.Catalog.Scenarios.Where(scenario => scenario.Relay is null
            && RelayFeatures.NeededBy(scenario).Contains(feature)).Select(scenario => scenario.Id).Order(StringComparer.Ordinal);

        Assert.That(needing, Is.EqualTo(Needing[feature]));
    }

    [TestCase("timing/kept-alive-mid-stream", "keep-alive")]
    [TestCase("timing/kept-alive-before-the-first-word", "keep-alive")]
    [TestCase("timing/hang-up-at-a-heartbeat", "keep-alive")]
    [TestCase("timing/silence-mid-stream", "clocks")]
    [TestCase("timing/no-first-byte-of-a-body", "clocks", "non-stream")]
    [TestCase("presets/codex-api-v2/turn-state-passed-up", "turn-state")]
    [TestCase("retries/retry-after-seconds", "retries")]
    [TestCase("reasoning/reasoning-content", "reasoning")]
    [TestCase("reasoning/think-tags", "reasoning")]
    [TestCase("timing/reasoning-delivered-as-it-comes", "reasoning")]
    [TestCase("request/reasoning-goes-back", "reasoning-input")]
    [TestCase("request/encrypted-content-of-another-provider", "reasoning-input")]
    [TestCase("state/two-turns", "state")]
    [TestCase("state/item-reference", "state")]
    [TestCase("state/conversation", "state")]
    [TestCase("request/previous-response-unknown", "state")]
    public void A_case_whose_subject_is_a_feature_needs_it(string id, params string[] features) =>
        Assert.That(RelayFeatures.NeededBy(Theatre.Scenario(id)), Is.EquivalentTo(features));

    [TestCase("text/plain", TestName = "Parity alone needs no bodies")]
    [TestCase("request/extras-accepted", TestName = "To ask for encrypted reasoning is not to need it")]
    [TestCase("request/hosted-tool-refused", TestName = "A refusal of a hosted tool needs no hosted tools")]
    [TestCase("request/hosted-items-left-out", TestName = "Items that are left out need nothing")]
    [TestCase("request/container-shell-refused", TestName = "A refusal of a container needs nothing")]
    [TestCase("request/audio-refused", TestName = "A refusal of audio needs no images")]
    [TestCase("request/reasoning-effort", TestName = "An effort of reasoning shows none")]
    [TestCase("reasoning/blank-is-dropped", TestName = "Blank reasoning is shown by nobody")]
    [TestCase("reasoning/think-tag-lookalike", TestName = "What only looks like reasoning is text")]
    [TestCase("retries/bad-request-not-retried", TestName = "What must not be retried needs no retries")]
    [TestCase("retries/quota-not-retried", TestName = "Nor does an empty account")]
    [TestCase("errors/rate-limit-with-retry-after", TestName = "A failure that stays needs no retries")]
    [TestCase("retries/not-after-the-first-text", TestName = "What has begun is not asked again")]
    [TestCase("http/body-is-no-json", TestName = "A malformed body is refused in every mode")]
    [TestCase("http/wrong-method", TestName = "So is a wrong method")]
    [TestCase("end/done-without-close", TestName = "A sentinel ends an answer without a clock")]
    [TestCase("end/done-without-brackets", TestName = "So does a sentinel in another spelling")]
    [TestCase("timing/hang-up-mid-stream", TestName = "A client that leaves needs no clock")]
    [TestCase("text/image", TestName = "An image of the vendor's needs no images to it")]
    public void A_case_that_only_touches_a_feature_does_not_need_it(string id) =>
        Assert.That(RelayFeatures.NeededBy(Theatre.Scenario(id)), Is.Empty);

    [TestCase(
        """{"type":"function","function":{"name":"local_shell","parameters":{}}}""", "", true, "declared to the upstream as a function")]
    [TestCase("""{"type":"function","function":{"name":"files__read_all"}}""", "read_all", true, "declared to the upstream as a function")]
    [TestCase("""{"type":"custom","custom":{"name":"run_code"}}""", "run_code", true, "declared to the upstream as a custom tool")]
    [TestCase("""{"type":"function","function":{"parameters":{}}}""", "", false, "sent to the upstream, but not as a named function")]
    [TestCase(
        """{"type":"namespace","name":"files","tools":[{"type":"function","name":"read_all"}]}""",
        "read_all",
        false,
        "sent to the upstream, but not as a named function")]
    [TestCase("""{"type":"function","function":{"name":"other"}}""", "read_all", false, "left out of the request to the upstream")]
    public void A_tool_is_declared_only_with_a_name(string tool, string name, bool isPresent, string words)
    {
        var turn = new Expecting.TurnBuilder().Asking($$"""{"tools":[{{tool}}]}""").Build();

        var found = FeatureProbes.JudgeTools(new FeatureAnswer(turn), name);

        Assert.That((found.State, found.Seen), Is.EqualTo((isPresent ? FeatureState.Present : FeatureState.Lacking, words)));
    }

    [Test]
    public void Every_feature_that_a_case_needs_is_a_feature_with_a_probe() => Assert.Multiple(() =>
    {
        Assert.That(
            Theatre.Catalog.Scenarios.SelectMany(RelayFeatures.NeededBy).Distinct(),
            Is.SubsetOf(RelayFeatures.All.Select(static feature => feature.Key)));
        Assert.That(
            FeatureProbes.All.Select(static probe => probe.Feature), Is.EqualTo(RelayFeatures.All.Select(static feature => feature.Key)));
    });
}
