using Conformance.Checking;
using Conformance.Checking.Rules;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Checking;

/// <summary>What the whole catalogue says of good streams and of streams that are wrong in one place.</summary>
internal sealed class RuleTests
{
    private static IEnumerable<TestCaseData> Good() =>
        GoodStreams.All.Select(pair => new TestCaseData(pair.Value).SetArgDisplayNames(pair.Key));

    private static IEnumerable<TestCaseData> Bad() => BadStreams.All().Select(bad => new TestCaseData(bad).SetArgDisplayNames(bad.Name));

    [TestCaseSource(nameof(Good))]
    public void A_good_stream_has_no_finding(TestStream stream)
    {
        var report = CheckRunner.Run(stream.ToTurn());

        Assert.Multiple(() =>
        {
            Assert.That(report.Findings.Select(finding => $"{finding.Check}: {finding.Message}"), Is.Empty);
            Assert.That(report.BrokenChecks, Is.Empty);
        });
    }

    [TestCaseSource(nameof(Bad))]
    public void A_bad_stream_is_told_by_exactly_these_rules(BadStream bad)
    {
        var report = CheckRunner.Run(bad.Stream.ToTurn());

        var findings = string.Join('\n', report.Findings.Select(finding =>
            $"#{finding.Event} {finding.Check} [{finding.Severity}] {finding.Message} | {finding.Expected} | {finding.Received}"));
        Assert.Multiple(() =>
        {
            Assert.That(report.BrokenChecks, Is.Empty);
            Assert.That(report.Findings.Select(finding => finding.Check).FirstOrDefault(), Is.EqualTo(bad.First), findings);
            Assert.That(report.Findings.Select(finding => finding.Check).Distinct(), Is.EquivalentTo([bad.First, .. bad.Others]), findings);
        });
    }

    [Test]
    public void A_stream_without_an_end_is_not_told_while_the_upstream_itself_was_waiting()
    {
        var cut = BadStreams.All().Single(bad => bad.Name == "no-terminal-before-time-ran-out").Stream.ToTurn();
        var waiting = cut with { HeldAt = new HeldStep(new FlushStep
        {
            Number = 3,
            Text = "hold",
            Place = new SourcePlace("x.yaml", 1, 1),
        }, new EventCount("response.output_text.delta", 9)) };

        Assert.Multiple(() =>
        {
            Assert.That(CheckRunner.Run(cut).Findings.Select(finding => finding.Check), Does.Contain("terminal-once"));
            Assert.That(CheckRunner.Run(waiting).Findings.Select(finding => finding.Check), Does.Not.Contain("terminal-once"));
        });
    }

    [Test]
    public void Every_rule_has_a_bad_stream()
    {
        // Told by tests of their own: they need a second answer.
        string[] elsewhere = ["stream-parity"];

        var told = BadStreams.All().Select(bad => bad.First).Concat(elsewhere);

        Assert.That(
            told.Distinct(),
            Is.EquivalentTo(CheckCatalog.All.Where(check => check.Scope != RuleScope.ChatRequest).Select(check => check.Info.Id)));
    }

    [TestCaseSource(nameof(Good))]
    public void A_client_that_hung_up_anywhere_has_nothing_to_complain_about(TestStream stream)
    {
        for (var count = 0; count < stream.Frames.Count; count++)
        {
            var hungUp = stream with { Frames = [.. stream.Frames.Take(count)], Tail = "event: x\nda", End = StreamEnd.HungUp };

            Assert.That(CheckRunner.Run(hungUp.ToTurn()).Findings.Select(finding => finding.Check), Is.Empty, $"after {count} events");
        }
    }

    [TestCase("429", "`error.code` is a number; a string is required.")]
    [TestCase("null", "`error.code` is null; a string is required.")]
    [TestCase("\"\"", "`error.code` is empty; a non-empty string is required.")]
    [TestCase("true", "`error.code` is a boolean; a string is required.")]
    public void An_error_that_has_a_code_of_the_wrong_form_says_so(string code, string message)
    {
        var stream = GoodStreams.Failed.Edit(
            "response.failed", json => json["response"]!["error"]!["code"] = System.Text.Json.Nodes.JsonNode.Parse(code));

        Assert.That(
            CheckRunner.Run(stream.ToTurn()).Findings.First(finding => finding.Check == "outcome-fields").Message, Is.EqualTo(message));
    }

    [TestCase("no-event-name", Severity.Warning)]
    [TestCase("other-event-name", Severity.Error)]
    [TestCase("event-that-openai-has-not", Severity.Warning)]
    [TestCase("vendor-event", Severity.Profile)]
    [TestCase("total-is-no-sum", Severity.Warning)]
    [TestCase("no-usage-details", Severity.Error)]
    [TestCase("no-logprobs", Severity.Warning)]
    [TestCase("bare-response", Severity.Error)]
    [TestCase("open-responses-field-missing", Severity.Warning)]
    [TestCase("error-in-one-shape", Severity.Warning)]
    [TestCase("error-without-message", Severity.Error)]
    [TestCase("text-without-deltas", Severity.Warning)]
    [TestCase("unknown-field", Severity.Warning)]
    [TestCase("cut-off-event", Severity.Error)]
    [TestCase("number-skipped", Severity.Warning)]
    [TestCase("number-repeated", Severity.Error)]
    [TestCase("tools-lost", Severity.Error)]
    [TestCase("limit-changed", Severity.Error)]
    [TestCase("limit-lost", Severity.Warning)]
    [TestCase("tool-invented", Severity.Warning)]
    [TestCase("annotation-lost-in-the-item", Severity.Error)]
    [TestCase("annotation-event-lost", Severity.Warning)]
    [TestCase("comment-after-the-marker", Severity.Warning)]
    [TestCase("bytes-after-the-marker", Severity.Error)]
    [TestCase("error-flat-alone-in-open-responses", Severity.Error)]
    [TestCase("service-tier-null", Severity.Warning)]
    [TestCase("response-tools-null", Severity.Error)]
    [TestCase("call-added-with-arguments", Severity.Error)]
    [TestCase("event-of-another-transport", Severity.Profile)]
    public void A_finding_weighs_what_the_rule_says_of_it(string name, Severity severity)
    {
        var report = CheckRunner.Run(BadStreams.All().Single(bad => bad.Name == name).Stream.ToTurn());

        Assert.That(report.Findings.Select(finding => finding.Severity), Is.All.EqualTo(severity));
    }

    [Test]
    public void A_finding_names_its_event_its_bytes_and_its_rule()
    {
        var turn = BadStreams.All().Single(bad => bad.Name == "changed-text-done").Stream.ToTurn();

        var finding = CheckRunner.Run(turn).Findings.Single();

        Assert.Multiple(() =>
        {
            Assert.That(finding.Event, Is.EqualTo(7));
            Assert.That(finding.Offset, Is.EqualTo(turn.Wire!.Events[7].Offset));
            Assert.That(finding.Spec, Is.EqualTo("V15"));
            Assert.That(finding.Turn, Is.EqualTo(1));
            Assert.That(finding.Received, Is.EqualTo("\"Bye\""));
            Assert.That(finding.After, Is.Null);
        });
    }

    [TestCaseSource(nameof(Bad))]
    public void A_finding_about_a_member_names_it(BadStream bad)
    {
        string[] aboutMembers =
        [
            "event-members", "response-members", "item-members", "part-members", "member-type", "member-value", "error-event",
            "request-echo", "added-empty", "annotations", "sequence-gap",
            "item-id", "call-id", "identity-changed", "item-changed", "delta-type", "text-mismatch", "arguments-json", "reasoning-summary",
            "item-status", "outcome-fields", "usage-shape",
            "status-mismatch", "output-mismatch", "output-index", "unknown-event", "dialect",
        ];

        // An `error` event that should not be there is at fault as a whole.
        var nameless = CheckRunner.Run(bad.Stream.ToTurn()).Findings
            .Where(finding => finding.Member is null && aboutMembers.Contains(finding.Check));

        Assert.That(nameless.Where(finding => !finding.Message.StartsWith("An `error` event is sent", StringComparison.Ordinal))
            .Select(finding => $"{finding.Check}: {finding.Message}"), Is.Empty);
    }

    [Test]
    public void A_mistake_in_every_event_is_told_once_with_its_count()
    {
        var report = CheckRunner.Run((GoodStreams.Text with { Numbered = false }).ToTurn());

        Assert.That((report.Findings.Single().Times, report.Findings.Single().Member), Is.EqualTo((11, "sequence_number")));
    }

    [Test]
    public void Bytes_that_are_not_utf_8_are_told()
    {
        var good = GoodStreams.Text.ToBytes();
        var place = good.AsSpan().IndexOf("漢"u8);
        byte[] bad = [.. good[..place], 0xE6, 0xBC, .. good[(place + 3)..]];

        var report = CheckRunner.Run(GoodStreams.Text.Turn(bad));

        Assert.That((report.Findings[0].Check, report.Findings[0].Offset), Is.EqualTo(("framing", (long)place)));
    }

    [Test]
    public void A_secret_that_was_found_is_not_repeated()
    {
        var report = CheckRunner.Run(BadStreams.All().Single(bad => bad.Name == "key-in-an-error").Stream.ToTurn());

        Assert.That(report.Findings.Single(), Has.Property("Received").Not.Contains("sk-upstream").And.Property("Event").EqualTo(4));
    }
}
