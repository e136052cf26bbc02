using System.Text.Json.Nodes;
using Conformance.Checking;
using Conformance.Checking.Rules;
using Conformance.Results;
using MockUpstream.Contract;
using NUnit.Framework;

namespace Conformance.Tests.Checking.ChatRequests;

/// <summary>What the rules of chat requests say of good ones and of those that are wrong in one place.</summary>
internal sealed class ChatRuleTests
{
    private static readonly string[] Odd =
    [
        "null",
        "7",
        "-1.5",
        "true",
        "\"\"",
        "\"x\"",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "{\"type\":7}",
        "[{\"type\":\"function\"}]",
        "[{}]",
        "{\"type\":\"function\",\"function\":null}",
    ];

    private static IEnumerable<TestCaseData> Good() =>
        GoodChats.All.Select(pair => new TestCaseData(pair.Value).SetArgDisplayNames(pair.Key));

    private static IEnumerable<TestCaseData> Bad() => BadChats.All().Select(bad => new TestCaseData(bad).SetArgDisplayNames(bad.Name));

    [TestCaseSource(nameof(Good))]
    public void A_liberty_of_honest_relays_is_not_accused(TestChat chat)
    {
        var report = chat.Check();

        Assert.Multiple(() =>
        {
            Assert.That(report.BrokenChecks, Is.Empty);
            Assert.That(report.Findings.Select(Line), Is.Empty);
        });
    }

    [TestCaseSource(nameof(Bad))]
    public void A_fault_is_found_by_the_rule_that_names_it(BadChat bad)
    {
        var report = bad.Chat.Check();

        var lines = string.Join('\n', report.Findings.Select(Line));
        var named = report.Findings.Where(finding => finding.Check == bad.Check && finding.Member == bad.Member).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(report.BrokenChecks, Is.Empty);
            Assert.That(named.Select(finding => finding.Severity), Has.Some.EqualTo(bad.Severity), lines);
            // A profile finding is a note beside whatever else is wrong with the order of messages.
            Assert.That(
                report.Findings.Where(finding => finding.Severity <= bad.Severity
                    || finding.Check != "chat-system").Select(finding => finding.Check).Distinct(),
                Is.EquivalentTo([bad.Check, .. bad.Others]), lines);
            Assert.That(named.TrueForAll(finding => finding is { Expected: not null, Received: not null, Kind: FindingKind.Rule }), lines);
        });
    }

    [Test]
    public void Every_rule_of_chat_requests_has_a_bad_one() => Assert.That(
        BadChats.All().Select(bad => bad.Check).Distinct(),
        Is.EquivalentTo(CheckCatalog.All.Where(check => check.Scope == RuleScope.ChatRequest).Select(check => check.Info.Id)));

    [Test]
    public void Names_are_unique() => Assert.That(BadChats.All().Select(bad => bad.Name), Is.Unique);

    [Test]
    public void A_request_to_another_endpoint_alone_is_an_error()
    {
        var turn = TestChat.Plain.ToTurn() with
        {
            Upstream = new UpstreamRecord([]) { Strays = [new ReceivedRequest(1, "POST", "/v1/completions", [], "{}"u8.ToArray())] },
        };

        var finding = CheckRunner.Run(turn).Findings.Single(finding => finding.Check == "chat-path");

        Assert.That((finding.Severity, finding.Received), Is.EqualTo((Severity.Error, "POST /v1/completions")));
    }

    [TestCase("GET /v1/responses/resp_1")]
    [TestCase("POST /v1/responses/resp_1/cancel")]
    public void A_client_that_asked_for_something_else_is_not_compared_with(string line)
    {
        var turn = TestChat.Plain.With("messages", """[{"role":"user","content":"Something else"}]""").ToTurn() with { RequestLine = line };

        Assert.That(CheckRunner.Run(turn).Findings.Where(finding => finding.Check.StartsWith("chat-", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void A_second_try_after_a_refusal_may_carry_less()
    {
        var less = TestChat.Whole.With("temperature", null) with { StatusBefore = 400 };

        // The first request, which was refused, has the same body here.
        Assert.That(
            less.Check().Findings.Select(finding => (finding.Check, finding.Times)), Is.EqualTo(new[] { ("chat-sampling-lost", 1) }));
    }

    [Test]
    public void A_client_with_half_a_surrogate_pair_breaks_no_rule()
    {
        var turn = TestChat.Plain.ToTurn() with { Request = System.Text.Json.JsonElement.Parse("""{"model":"m","input":"\ud83d"}""") };

        Assert.That(CheckRunner.Run(turn).BrokenChecks, Is.Empty);
    }

    [Test]
    public void No_mutilated_request_makes_a_rule_throw()
    {
        var random = new Random(4711);
        for (var round = 0; round < 2_000; round++)
        {
            var chat = (round % 2 == 0
                ? TestChat.Whole
                : TestChat.Plain).Edit(json => Mutilate(json, random)).Ask(json => Mutilate(json, random));

            var report = chat.Check();

            Assert.That(report.BrokenChecks, Is.Empty, $"{chat.Asked.ToJsonString()}\n{chat.Chat.ToJsonString()}");
        }
    }

    /// <summary>Puts something else in the place of a member or an element anywhere.</summary>
    private static void Mutilate(JsonNode json, Random random)
    {
        var inner = json switch
        {
            JsonObject members => members.Select(member => member.Key).ToArray<object>(),
            JsonArray elements => [.. Enumerable.Range(0, elements.Count).Cast<object>()],
            _ => [],
        };
        if (inner.Length == 0)
        {
            return;
        }

        var place = inner[random.Next(inner.Length)];
        var child = place is string name ? json[name] : json[(int)place];
        if (child is JsonObject or JsonArray && random.Next(4) > 0)
        {
            Mutilate(child, random);
            return;
        }

        var other = JsonNode.Parse(Odd[random.Next(Odd.Length)]);
        if (place is string member)
        {
            json[member] = other;
        }
        else
        {
            json[(int)place] = other;
        }
    }

    private static string Line(Finding finding) =>
        $"{finding.Check} [{finding.Severity}] {finding.Member}: {finding.Message} | {finding.Expected} | {finding.Received}";
}
