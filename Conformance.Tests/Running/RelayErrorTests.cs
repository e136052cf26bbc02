using System.Text;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Running.Cases;
using Conformance.Turns;
using MockUpstream.Contract;
using NUnit.Framework;

namespace Conformance.Tests.Running;

/// <summary>The relay's own error message is found wherever relays put it, and shows no secret.</summary>
internal sealed class RelayErrorTests
{
    [TestCase(
        """{"type":"response.failed","response":{"error":{"code":"upstream_truncated","message":"The stream ended early."}}}""",
        "upstream_truncated: The stream ended early.")]
    [TestCase("""{"type":"error","code":"timeout","message":"Too slow."}""", "timeout: Too slow.")]
    [TestCase("""{"type":"error","error":{"type":"server_error","message":"Broken."}}""", "server_error: Broken.")]
    [TestCase("""{"type":"response.failed","response":{"error":{"message":"No key Bearer abc.def"}}}""", "No key Bearer ***")]
    [TestCase("""{"type":"response.failed","response":{"error":{"message":"cannot reach 127.0.0.1:4711"}}}""", "cannot reach ***")]
    [TestCase("""{"type":"response.completed","response":{"error":null}}""", null)]
    public void An_event_tells_it(string data, string? words) => Assert.That(RelayError.Format([Turn(200, "", data)]), Is.EqualTo(words));

    [TestCase(
        502, """{"error":{"message":"No upstream.","type":"upstream_error","code":null}}""", "HTTP 502, upstream_error: No upstream.")]
    [TestCase(400, """{"detail":"Missing model"}""", "HTTP 400, Missing model")]
    [TestCase(500, "Internal\r\n Server Error", "HTTP 500, Internal Server Error")]
    [TestCase(404, "", "HTTP 404")]
    [TestCase(200, """{"error":null}""", null)]
    public void A_body_tells_it(int status, string body, string? words) =>
        Assert.That(RelayError.Format([Turn(status, body)]), Is.EqualTo(words));

    [Test]
    public void The_last_turn_that_has_one_is_quoted_and_a_long_one_is_cut()
    {
        var words = RelayError.Format([Turn(500, "first"), Turn(500, new string('x', 5000)), Turn(200, "fine")]);

        Assert.That(words, Has.Length.EqualTo(301).And.EndsWith("x…"));
    }

    [TestCase("""{"error":{"message":"upstream said: no_exchange_left","code":"upstream_error"}}""", null)]
    [TestCase("""{"error":{"message":"404: Case 'rc-a' has no exchange left.","code":null}}""", null)]
    [TestCase("""{"error":{"message":"The upstream failed.","code":"upstream_error"}}""", "HTTP 502, upstream_error: The upstream failed.")]
    public void The_mocks_own_refusal_is_not_the_relays_error(string body, string? words)
    {
        var refusal =
            """{"error":{"message":"Case 'rc-a' has no exchange left.","type":"invalid_request_error","param":null,"code":"no_exchange_left"}}"""u8.ToArray();
        var turn = Turn(502, body) with
        {
            Upstream = new UpstreamRecord([new ExchangeRecord
            {
                Request = new ReceivedRequest(0, "POST", "/v1/chat/completions", [], default), Exchange = null, Status = 404, Headers = [],
                Completed = true, Writes = [new SentWrite(0, 0, default, refusal)],
            }]),
        };

        Assert.That(RelayError.Format([turn]), Is.EqualTo(words));
    }

    private static RecordedTurn Turn(int status, string body, params string[] events) => new()
    {
        Scenario = Cases.Scenario(),
        Index = 0,
        Request = Cases.Json("{}"),
        Answer = new RecordedStream
        {
            SentAt = 0,
            Status = status,
            Body = Encoding.UTF8.GetBytes(body),
            End = StreamEnd.Closed,
            EndedAt = 1,
        },
        Wire = events.Length == 0 ? null : new WireStream([.. events.Select((data, index) => new WireEvent
        {
            Index = index,
            Offset = 0,
            Length = 1,
            At = 0,
            Data = data,
            Json = Cases.Json(data),
        })], []),
        Upstream = new UpstreamRecord([]),
        Secrets = ["127.0.0.1:4711"],
        TicksPerSecond = 1000,
    };
}
