using NUnit.Framework;
using Scenarios.Model;

namespace Scenarios.Tests.Reading;

public sealed class ExchangeTests
{
    [Test]
    public void An_answer_that_is_no_stream_has_status_headers_and_body()
    {
        var exchange = Only("{status: 429, headers: {retry-after: 1, set-cookie: [a=1, b=2]}, body: {error: {message: Slow down}}}");

        Assert.Multiple(() =>
        {
            Assert.That(exchange.Status, Is.EqualTo(429));
            Assert.That(
                exchange.Headers.Select(header => $"{header.Key}: {header.Value}"),
                Is.EqualTo(new[] { "retry-after: 1", "set-cookie: a=1", "set-cookie: b=2" }));
            Assert.That(exchange.Body!.Value.GetRawText(), Is.EqualTo("""{"error":{"message":"Slow down"}}"""));
            Assert.That(exchange.Steps, Is.Empty);
        });
    }

    [Test]
    public void A_text_body_and_an_empty_answer_are_told_apart()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Only("{body: <!doctype html>}").Body!.Value.GetString(), Is.EqualTo("<!doctype html>"));
            Assert.That(Only("{status: 200}").Body, Is.Null);
        });
    }

    [Test]
    public void The_wire_presents_all_steps()
    {
        var wire = Only("{wire: {newline: crlf, bom: true, space: false, split: {every: 7}, gzip: false, deflate: true, settle: 1ms}, "
            + "steps: [text: a]}").Wire;

        Assert.That(wire, Is.EqualTo(new Wire
        {
            Newline = Newline.Crlf,
            Bom = true,
            Space = false,
            Split = new Split { Every = 7 },
            Coding = ContentCoding.Deflate,
            Settle = Settle.For(TimeSpan.FromMilliseconds(1)),
        }));
    }

    [TestCase("read", SettleKind.Read)]
    [TestCase("sent", SettleKind.Sent)]
    public void The_wire_says_how_boundaries_settle(string word, SettleKind kind)
    {
        Assert.That(Only($"{{wire: {{settle: {word}}}, steps: [text: a]}}").Wire.Settle, Is.EqualTo(new Settle(kind)));
    }

    [Test]
    public void A_silent_connection_needs_no_answer()
    {
        Assert.That(Only("{wire: {connection: silent}}").Wire.Silent, Is.True);
    }

    [Test]
    public void Informational_answers_and_trailers_frame_the_answer()
    {
        var exchange = Only("{info: [100, 103], trailers: {x-sum: 7}, steps: [text: a]}");

        Assert.That(exchange.Info, Is.EqualTo(new[] { 100, 103 }));
        Assert.That(exchange.Trailers.Single(), Is.EqualTo(KeyValuePair.Create("x-sum", "7")));
    }

    [Test]
    public void A_pace_has_a_first_token_a_rate_and_a_jitter()
    {
        Assert.That(Only("{pace: {ttft: 300ms, rate: 2.5/s, jitter: 20%, seed: 7}, steps: [text: a]}").Pace, Is.EqualTo(new Pace
        {
            First = TimeSpan.FromMilliseconds(300),
            PerSecond = 2.5,
            Jitter = 0.2,
            Seed = 7,
        }));
    }

    [Test]
    public void Without_a_wire_nothing_is_unusual()
    {
        Assert.That(Only("{steps: [text: a]}").Wire, Is.EqualTo(new Wire()));
    }

    [Test]
    public void A_list_answers_successive_requests()
    {
        var upstream = CaseText.ReadGood(CaseText.WithUpstream("[{status: 429}, {steps: [text: a, done]}]")).Turns[0].Upstream;

        Assert.That(upstream.Select(exchange => (exchange.Status, exchange.Steps.Count)), Is.EqualTo(new[] { (429, 0), (200, 2) }));
        Assert.That(upstream[1].Steps[0].Number, Is.EqualTo(1));
    }

    [Test]
    public void An_empty_list_says_that_no_request_may_arrive()
    {
        Assert.That(CaseText.ReadGood(CaseText.WithUpstream("[]")).Turns[0].Upstream, Is.Empty);
    }

    private static Exchange Only(string upstream) => CaseText.ReadGood(CaseText.WithUpstream(upstream)).Turns[0].Upstream[0];
}
