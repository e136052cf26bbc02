using System.Text;
using Conformance.Clients;
using Conformance.Clients.Views;
using Conformance.Expecting.Patterns;
using Conformance.Recording;
using Conformance.Running.Asking;
using Conformance.Tests.Checking;
using Conformance.Turns;
using MockUpstream.Contract;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Hostile;

/// <summary>Everything that judges a body, on bodies that make no sense: it neither throws nor calls itself broken.</summary>
[CancelAfter(120_000)]
internal sealed class JudgeFuzzTests
{
    private static readonly CaseJudge Judge = CaseJudge.Create(goldens: null);

    private static readonly string[] Pieces =
    [
        "\n", "\r", "\r\n", "\n\n", ":", ": x\n", "data", "data:", "data: ", "event: ", "id: ", "retry: 1\n", "\ufeff", "\0", "{", "}", "[",
        "]", "\"", "null", "1e999", "-0.0", "\"\\ud83d\"", "\\u0000",
        "{\"type\":\"response.created\",\"response\":{}}", "{\"type\":\"response.completed\",\"response\":{\"output\":[{}]}}",
        "{\"type\":\"error\",\"error\":1}", "[DONE]",
        "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"m\",\"content\":[1]}}",
        "{\"type\":\"response.content_part.added\",\"item_id\":\"m\",\"output_index\":0,\"content_index\":0,\"part\":[]}",
        "{\"type\":\"response.output_text.delta\",\"item_id\":\"m\",\"output_index\":0,\"content_index\":-1,\"delta\":{}}",
        "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"m\",\"content\":null}}",
    ];

    private static IEnumerable<TestCaseData> Bodies() =>
        OddAnswers.AllBodies().Select(odd => new TestCaseData(odd.Body).SetArgDisplayNames(odd.Name));

    private static IEnumerable<TestCaseData> Refusals() =>
        OddAnswers.AllRefusals().Select(odd => new TestCaseData(odd.Body).SetArgDisplayNames(odd.Name));

    [TestCaseSource(nameof(Bodies))]
    public void An_odd_stream_breaks_nothing(byte[] body) => AssertJudged(body, isStream: true);

    [TestCaseSource(nameof(Bodies))]
    public void An_odd_stream_that_is_no_stream_breaks_nothing(byte[] body) => AssertJudged(body, isStream: false);

    [TestCaseSource(nameof(Refusals))]
    public void An_odd_refusal_breaks_nothing(string body) => AssertJudged(Encoding.UTF8.GetBytes(body), isStream: false, status: 400);

    [TestCaseSource(nameof(Refusals))]
    public void An_odd_body_breaks_nothing(string body) => AssertJudged(Encoding.UTF8.GetBytes(body), isStream: false);

    [Test]
    public void Random_pieces_of_streams_break_nothing([Range(0, 9)] int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var body = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            AssertJudged(Encoding.UTF8.GetBytes(body), isStream: true);
        }
    }

    [Test]
    public void A_good_stream_with_random_bytes_breaks_nothing([Range(0, 9)] int seed)
    {
        var random = new Random(seed);
        var good = GoodStreams.All.Values.ToList();
        for (var round = 0; round < 100; round++)
        {
            var body = good[random.Next(good.Count)].ToBytes();
            for (var change = 0; change < 3; change++)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            AssertJudged(body, isStream: true);
        }
    }

    private static void AssertJudged(byte[] body, bool isStream, int status = 200)
    {
        var answer = new RecordedStream
        {
            SentAt = 0,
            Status = status,
            Headers = [KeyValuePair.Create("content-type", isStream ? "text/event-stream" : "application/json")],
            Body = body,
            Reads = [new BodyRead(1, 0, body.Length)],
            End = StreamEnd.Closed,
            EndedAt = 2,
        };
        var text = Encoding.UTF8.GetString(body);
        var wire = isStream ? Judge.Read(answer) : null;
        var turn = new RecordedTurn
        {
            Scenario = HostileStage.Plain,
            Index = 0,
            Request = System.Text.Json.JsonElement.Parse("""{"model":"gpt-x","stream":true}"""),
            Answer = answer,
            NonStream = answer,
            Wire = wire,
            Upstream = new UpstreamRecord([]),
            Relay = RelayTraits.Foreign,
            TicksPerSecond = 1000,
        };

        Assert.That(Judge.Check(turn).BrokenChecks, Is.Empty, text);
        Assert.That(() => Judge.Expect(turn, Bindings.None), Throws.Nothing, text);
        Assert.That(() => Judge.Normalise([turn]), Throws.Nothing, text);
        foreach (var view in ClientViews.All)
        {
            Assert.That(() => view.Read(ClientStream.Of(answer, wire)), Throws.Nothing, $"{view.Info.Name}: {text}");
        }
    }
}
