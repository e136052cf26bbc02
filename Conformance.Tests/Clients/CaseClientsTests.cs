using System.Diagnostics;
using System.Text.Json.Nodes;
using Conformance.Clients;
using Conformance.Clients.Views;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Tests.Checking;
using Conformance.Turns;
using NUnit.Framework;
using Scenarios.Model;

namespace Conformance.Tests.Clients;

/// <summary>
/// The client cells of a case, which has no correct answer to compare with, must equal the result of the comparison with one.
/// </summary>
internal sealed class CaseClientsTests
{
    private const string Flat = """{"type":"error","code":"server_error","message":"The upstream broke off.","param":null}""";
    private const string Both = """{"type":"error","code":"server_error","message":"The upstream broke """
        + """off.","param":null,"error":{"type":"server_error","code":"server_error","message":"The upstream broke off.","param":null}}""";

    /// <summary>
    /// Cells that differ from <see cref="ClientDamageTests"/>: an answer without usage has none to lose, and an item that only matters in
    /// the next turn does not break the answer.
    /// </summary>
    private static readonly Dictionary<string, string> Milder = new(StringComparer.Ordinal)
    {
        ["usage null"] = ". . . . . . .",
        ["usage missing"] = ". . . . . . .",
        ["response with its id only"] = "~ x x . x ~ ~",
        ["no `output_item.done`"] = ". x . x x . ~",
        ["no item ids"] = "x x . . . . ~",
    };

    [TestCaseSource(nameof(Cells))]
    public char A_damage_is_seen_without_the_right_answer_beside_it(Damage damage, string client)
    {
        var cell = CaseClients.CreateCells([damage.Damaged]).Single(one => one.Client == client);

        Assert.That(cell.Inherent, Is.False);
        Assert.That(cell.Says.Length == 0, Is.EqualTo(cell.Impact == "works"), cell.Says);
        return cell.Impact switch { "works" => '.', "loses" => '~', _ => 'x' };
    }

    [TestCase(
        "no `response.created`",
        "openai-node",
        "OpenAIError: When snapshot hasn't been set yet, expected 'response.created' event, got response.in_progress")]
    [TestCase("no text deltas", "vercel", "It shows nothing of the text.")]
    [TestCase("no text deltas", "dotnet", "It shows nothing of the text while the answer streams.")]
    [TestCase("final `output` empty", "openai-node", "It shows nothing of the text.")]
    [TestCase("no arguments deltas", "aether", "It runs the call 'get_weather' without its arguments.")]
    [TestCase("no `call_id`", "dotnet", "It cannot send the result of the call 'get_weather' back, because the call has no id.")]
    [TestCase(
        "no terminal event",
        "codex",
        "Stream: stream disconnected before completion: stream closed before response.completed (and it asks again)")]
    [TestCase("no terminal event", "vercel", "It takes the answer for 'interrupted' instead of 'tool-calls'.")]
    [TestCase(
        "terminal event and `[DONE]`, connection left open", "vercel", "It waits: the relay neither goes on nor closes the connection.")]
    [TestCase("reasoning as `reasoning_text`", "codex", "It shows nothing of the reasoning.")]
    [TestCase("reasoning as both", "openai-node", "It shows the reasoning twice.")]
    [TestCase("usage without its details objects", "openai-python", "It does not find the details of the usage.")]
    [TestCase("no `output_item.done`", "dotnet", "It runs 0 of 1 call.")]
    public void The_cell_says_what_the_user_would_see(string damage, string client, string sentence)
    {
        var cells = CaseClients.CreateCells([Damages.All.Single(one => one.Says == damage).Damaged]);

        Assert.That(cells.Single(cell => cell.Client == client).Says, Is.EqualTo(sentence));
    }

    [Test]
    public void A_failure_that_every_client_tells_is_no_loss()
    {
        var cells = CaseClients.CreateCells([WholeStream.EndingIn(Both + "\n" + WholeStream.Failed).Seen()]);

        Assert.That(cells, Has.Count.EqualTo(7).And.All.Matches<ClientCell>(cell => cell!.Impact == "works"));
    }

    [TestCase("", "openai-node . vercel . agents ~ codex . dotnet . openai-python ~ aether x")]
    [TestCase(Flat, "openai-node . vercel . agents . codex . dotnet . openai-python ~ aether .")]
    public void A_failure_whose_message_does_not_reach_a_client_is_one(string error, string expected)
    {
        var cells = CaseClients.CreateCells([WholeStream.EndingIn(error + "\n" + WholeStream.Failed).Seen()]);

        Assert.That(
            cells.Select(cell => $"{cell.Client} {Mark(cell)}"),
            Is.EquivalentTo(expected.Split(' ').Chunk(2).Select(pair => string.Join(' ', pair))));
    }

    [Test]
    public void A_code_that_a_client_has_words_for_is_told()
    {
        var overloaded = WholeStream.Failed.Replace(
            "\"code\":\"server_error\"", "\"code\":\"server_is_overloaded\"", StringComparison.Ordinal);

        var cell = CaseClients.CreateCells([WholeStream.EndingIn(overloaded).Seen()]).Single(one => one.Client == "codex");

        Assert.That((cell.Impact, cell.Says), Is.EqualTo(("works", "")));
    }

    [TestCase(
        """{"error":{"message":"No \"quota\" left.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}""", "works")]
    [TestCase("""<html>Bad gateway</html>""", "works")]
    [TestCase("""{"detail":"No quota left."}""", "loses")]
    public void An_error_status_is_told_when_its_body_has_the_shape_of_an_error(string body, string impact)
    {
        var cells = CaseClients.CreateCells([new ClientStream { Status = 429, Body = body }]);

        Assert.That(cells.Single(cell => cell.Client == "openai-node").Impact, Is.EqualTo(impact));
    }

    [TestCase(
        "agents", "loses", "ModelBehaviorError: OpenAI Responses request ended with unsuccessful terminal state \"response.incomplete\".")]
    [TestCase(
        "codex",
        "loses",
        "Stream: stream disconnected before completion: Incomplete response returned, reason: max_output_tokens")]
    [TestCase("openai-python", "loses", "RuntimeError: Didn't receive a `response.completed` event.")]
    [TestCase("aether", "loses", "It does not learn that the answer is incomplete.")]
    [TestCase("openai-node", "works", "")]
    public void An_incomplete_answer_is_lost_by_the_clients_nature_and_not_by_the_relay(string client, string impact, string says)
    {
        var cell = CaseClients.CreateCells([GoodStreams.Incomplete.Seen()]).Single(one => one.Client == client);

        Assert.That((cell.Impact, cell.Says, cell.Inherent), Is.EqualTo((impact, says, impact == "loses")));
    }

    [Test]
    public void A_connection_that_breaks_after_its_end_troubles_only_the_clients_that_read_on()
    {
        var cells = CaseClients.CreateCells([WholeStream.Right.Seen() with { End = StreamEnd.Broken }]);

        Assert.That(
            cells.Where(cell => cell.Impact != "works").Select(cell => (cell.Client, cell.Impact, cell.Says)),
            Is.EquivalentTo(new[]
            {
                ("vercel", "breaks", "TypeError: terminated"),
                ("aether", "breaks", "StreamInterrupted: connection lost (and it asks again)"),
            }));
    }

    [Test]
    public void Of_several_turns_the_worst_counts()
    {
        var broken = WholeStream.Right.RemoveAll("response.created").Seen();

        var cells = CaseClients.CreateCells([WholeStream.Right.Seen(), broken, GoodStreams.Incomplete.Seen()]);

        Assert.That(cells.Single(cell => cell.Client == "openai-node").Impact, Is.EqualTo("breaks"));
        Assert.That(
            (cells.Single(cell => cell.Client == "codex").Impact, cells.Single(cell => cell.Client == "codex").Inherent),
            Is.EqualTo(("loses", true)));
    }

    [TestCase(StreamEnd.Closed, true, false, 7)]
    [TestCase(StreamEnd.HungUp, true, false, 0)]
    [TestCase(StreamEnd.NoAnswer, true, false, 0)]
    [TestCase(StreamEnd.Closed, false, false, 0)]
    [TestCase(StreamEnd.Closed, true, true, 0)]
    public void Only_answers_that_the_clients_would_read_have_cells(StreamEnd end, bool stream, bool isOtherEndpoint, int cells)
    {
        var turn = (WholeStream.Right with { End = end }).ToTurn();
        var client = turn.Turn.Client with { Stream = stream, Http = isOtherEndpoint
            ? new EndpointRequest("GET", "/v1/responses/resp_1", Body: null)
            : null };
        turn = turn with { Scenario = turn.Scenario with { Turns = [turn.Turn with { Client = client }] } };

        Assert.That(CaseClients.CreateCells(new RecordedTurn[] { turn }), Has.Count.EqualTo(cells));
    }

    [Test]
    [CancelAfter(120_000)]
    public void No_answer_makes_a_model_throw([Range(1, 8)] int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 150; round++)
        {
            var stream = Enumerable.Range(0, random.Next(1, 4)).Aggregate(WholeStream.Right, (spoilt, _) => Spoil(spoilt, random)).Seen();

            // A model that throws has no cell.
            Assert.That(CaseClients.CreateCells([stream]), Has.Count.EqualTo(7), string.Join('\n', stream.Events.Select(one => one.Data)));
        }
    }

    [Test]
    public void An_item_nested_deep_is_read()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 120)) + "1" + new string('}', 120);
        var whole = WholeStream.Right.RemoveAll("response.completed");
        var stream = whole with
        {
            Frames = [.. whole.Frames.Select(frame => frame.Type == "response.output_item.done" ? new TestFrame(
                frame.Name,
                Json: null,
                frame.Json!.ToJsonString().Replace("\"item\":{", $"\"item\":{{\"deep\":{deep},", StringComparison.Ordinal)) : frame)],
        };

        Assert.That(CaseClients.CreateCells([stream.Seen()]), Has.Count.EqualTo(7));
    }

    [Test]
    public void A_long_answer_takes_no_longer_than_its_length()
    {
        // Text that is copied with every delta would be some hundred gigabytes in the longer answer.
        const int Deltas = 1_500;
        const int Times = 8;
        _ = TimeOf(Deltas);
        var ratio = double.MaxValue;
        for (var tried = 0; tried < 3 && ratio >= Times * 2; tried++)
        {
            ratio = TimeOf(Deltas * Times) / TimeOf(Deltas);
        }

        Assert.That(ratio, Is.LessThan(Times * 2));
    }

    /// <summary>The time for an answer with this many deltas of text and of arguments.</summary>
    private static TimeSpan TimeOf(int deltas)
    {
        var frames = WholeStream.Right.Frames.ToList();
        foreach (var type in (string[])["response.output_text.delta", "response.function_call_arguments.delta"])
        {
            var at = frames.FindIndex(frame => frame.Type == type);
            var json = frames[at].Json!.DeepClone().AsObject();
            json["delta"] = new string('x', 1_000);
            frames.InsertRange(at, Enumerable.Repeat(frames[at] with { Json = json }, deltas));
        }

        var stream = (WholeStream.Right with { Frames = frames }).Seen();
        var began = Stopwatch.GetTimestamp();
        Assert.That(CaseClients.CreateCells([stream]), Has.Count.EqualTo(7));
        return Stopwatch.GetElapsedTime(began);
    }

    private static IEnumerable<TestCaseData> Cells() =>
        from damage in Damages.All
        from client in Damages.Clients
        let cells = Milder.GetValueOrDefault(damage.Says, damage.Cells).Split(' ')
        select new TestCaseData(damage, client).SetArgDisplayNames(damage.Says, client).Returns(cells[Damages.Clients.IndexOf(client)][0]);

    private static char Mark(ClientCell cell) => cell.Impact switch { "works" => '.', "loses" => '~', _ => 'x' };

    /// <summary>One event dropped, doubled, moved, or with a member of another kind.</summary>
    private static TestStream Spoil(TestStream stream, Random random)
    {
        var frames = stream.Frames.ToList();
        var at = random.Next(frames.Count - 1);
        switch (random.Next(4))
        {
            case 0:
                frames.RemoveAt(at);
                break;
            case 1:
                frames.Insert(random.Next(frames.Count), frames[at]);
                break;
            default:
                var json = frames[at].Json!.DeepClone().AsObject();
                Retype(json, random);
                frames[at] = frames[at] with { Json = json };
                break;
        }

        return stream with { Frames = frames };
    }

    private static void Retype(JsonObject json, Random random)
    {
        JsonNode?[] values =
        [
            null,
            1,
            -1,
            1e300,
            true,
            "x",
            new JsonArray(),
            new JsonObject(),
            new JsonArray(1, "x", new JsonObject { ["type"] = 1 }),
        ];
        var names = json.Select(member => member.Key).ToList();
        var name = names[random.Next(names.Count)];
        if (json[name] is JsonObject { Count: > 0 } inner && random.Next(3) > 0)
        {
            Retype(inner, random);
        }
        else
        {
            json[name] = values[random.Next(values.Length)]?.DeepClone();
        }
    }
}
