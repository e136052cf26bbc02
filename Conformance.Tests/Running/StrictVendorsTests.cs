using System.Text;
using Conformance.Checking;
using Conformance.Expecting;
using Conformance.Expecting.Patterns;
using Conformance.Results;
using Conformance.Running.Cases;
using Conformance.Tests.Expecting;
using Conformance.Tests.Running;
using Conformance.Turns;
using MockUpstream.Contract;
using MockUpstream.Refusing;
using NUnit.Framework;
using Scenarios.Model;
using Scenarios.Reading.Vocabularies;

namespace Conformance.Tests.Running;

/// <summary>What the judge makes of a chat request that a strict vendor refused.</summary>
internal sealed class StrictVendorsTests
{
    private static readonly Refused Own = Refuse("mistral", """{"model":"m","messages":[{"role":"user","content":"Hi"}],"seed":7}""");
    private static readonly Refused Everybodys = Refuse(
        "openai", """{"model":"m","messages":[{"role":"user","content":"Hi"}],"tools":[]}""");

    [Test]
    public void A_refusal_is_an_error_that_says_what_was_refused_and_why()
    {
        var finding = StrictVendors.Examine(Turn(Own), [Cases.Finding("final", Severity.Error)]).Single();

        Assert.That(
            (finding.Check, finding.Severity, finding.Turn, finding.Member), Is.EqualTo(("vendor-refusal", Severity.Error, 1, "seed")));
        Assert.That(
            finding.Message,
            Is.EqualTo("The vendor rejected the chat request: mistral/unknown-member, HTTP 422, Extra inputs are not permitted."));
        Assert.That((finding.Expected, finding.Received), Is.EqualTo((
            "A member at the top that the API does not know is refused, and all of them are listed.",
            "HTTP 422: Extra inputs are not permitted")));
    }

    [Test]
    public void A_refusal_that_a_rule_of_the_judge_finds_too_names_the_rule() =>
        Assert.That(
            StrictVendors.Examine(Turn(Everybodys), [Cases.Finding("final", Severity.Error)]).Single().Message,
            Does.EndWith(" The rule chat-tool-form reports the same."));

    [Test]
    public void A_relay_that_recovered_is_warned()
    {
        var finding = StrictVendors.Examine(Turn(Own, null), []).Single();

        Assert.That(finding.Severity, Is.EqualTo(Severity.Warning));
    }

    [Test]
    public void A_refusal_that_the_case_expects_is_no_finding() => Assert.That(StrictVendors.Examine(Turn(Own), []), Is.Empty);

    [Test]
    public void The_same_refusal_is_told_once() =>
        Assert.That(StrictVendors.Examine(Turn(Own, Own), [Cases.Finding("final", Severity.Error)]).Count(), Is.EqualTo(1));

    [Test]
    public void A_vendors_own_refusal_says_nothing_about_a_relay_that_is_not_set_up_for_it() => Assert.That(
        StrictVendors.NotSetUp(Played(Turn(Own) with { Relay = new RelayTraits() })),
        Is.EqualTo("the vendor would have rejected the request: mistral/unknown-member, HTTP 422, Extra inputs are not permitted; the "
            + "relay is not configured for this vendor"));

    [Test]
    public void What_every_vendor_refuses_counts_for_every_relay() =>
        Assert.That(StrictVendors.NotSetUp(Played(Turn(Everybodys) with { Relay = new RelayTraits() })), Is.Null);

    [Test]
    public void The_bundled_relay_is_set_up() =>
        Assert.That(StrictVendors.NotSetUp(Played(Turn(Own) with { Relay = RelayTraits.Bundled })), Is.Null);

    [Test]
    public void A_refused_request_is_no_answer_that_the_case_counts_or_looks_at()
    {
        var expect = new Expectation
        {
            Requests = [Cases.Json("""{"seed":"$absent"}""")],
            Upstream = new UpstreamExpectation(new RequestCount(1, 1), Aborted: null, MinimumGap: null, Cases.At(1)),
        };
        var turn = Turn(expect, Own, null);

        Assert.That(ExpectationJudge.Judge(turn, Bindings.None).Findings, Is.Empty);
    }

    private static Refused Refuse(string vendor, string request) =>
        VendorRefusals.Find(StrictVendorReader.BuiltIn[vendor], Encoding.UTF8.GetBytes(request))
            ?? throw new AssertionException($"{vendor} does not refuse {request}");

    private static PlayedCase Played(RecordedTurn turn)
    {
        var played = new PlayedCase(turn.Scenario);
        played.Record(turn);
        return played;
    }

    private static RecordedTurn Turn(params Refused?[] refused) => Turn(new Expectation(), refused);

    /// <summary>A turn with one exchange for each entry: refused, or answered.</summary>
    private static RecordedTurn Turn(Expectation expect, params Refused?[] refused)
    {
        var builder = new TurnBuilder().Expecting(expect);
        foreach (var one in refused)
        {
            builder.Asking(one is null ? """{"model":"m"}""" : """{"model":"m","seed":7}""");
        }

        var turn = builder.Build();
        return turn with { Upstream = new UpstreamRecord(
            [.. turn.Upstream.Exchanges.Select((exchange, index) => exchange with { Refused = refused[index] })]) };
    }
}
