using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>What was answered can be had again.</summary>
[TestFixture(StoreKind.Memory)]
[TestFixture(StoreKind.Postgres)]
internal sealed class RetrievalTests(StoreKind kind)
{
    private const int Patience = 60_000;
    private const string Hello = """ "input":"One" """;

    [Test]
    [CancelAfter(Patience)]
    public async Task What_is_got_is_the_body_that_was_answered(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var answered = await talk.AskAsync(Hello, "Uno", cancellationToken);

        var got = await talk.GetAsync(Talk.IdOf(answered), cancellationToken);

        Assert.That(got.ToJsonString(), Is.EqualTo(answered.ToJsonString()));
    }

    [TestCase("stop", "completed")]
    [TestCase("length", "incomplete")]
    [TestCase("error", "failed")]
    [CancelAfter(Patience)]
    public async Task What_is_got_is_the_response_of_the_terminal_event_however_it_ended(
        string finish, string status, CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var events = await talk.StreamAsync(Hello, Talk.Delta("""{"content":"Uno"}""") + Talk.Finish(finish), cancellationToken);
        var terminal = events.Split("\n\n")[^3].Split("data: ")[1];

        var got = await talk.GetAsync(Talk.IdIn(events), cancellationToken);

        Assert.That(got.ToJsonString(), Is.EqualTo(JsonNode.Parse(terminal)!["response"]!.ToJsonString()));
        Assert.That(Talk.StatusOf(got), Is.EqualTo(status));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_replay_is_the_stream_byte_for_byte_from_any_event_on(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var events = await talk.StreamAsync(Hello, Talk.Delta("""{"content":"U"}""") + Talk.Delta("""{"content":"no\n\n"}""")
            + Talk.Finish("stop"), cancellationToken);
        var frames = events.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);

        for (var after = -1; after <= frames.Length; after++)
        {
            var (_, replayed) = await talk.SendAsync(
                HttpMethod.Get, $"{Talk.IdIn(events)}?stream=true{(after < 0 ? "" : $"&starting_after={after}")}", cancellationToken);

            var left = frames[Math.Min(after + 1, frames.Length - 1)..];
            Assert.That(replayed, Is.EqualTo(string.Concat(left.Select(static frame => frame + "\n\n"))), $"after {after}");
        }
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_long_stream_is_replayed_whole(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var chunks = string.Concat(Enumerable.Range(0, 3000).Select(static number => Talk.Delta($$"""{"content":"word {{number}} "}""")));
        var events = await talk.StreamAsync(Hello, chunks + Talk.Finish("stop"), cancellationToken);

        var (_, replayed) = await talk.SendAsync(HttpMethod.Get, $"{Talk.IdIn(events)}?stream=true", cancellationToken);
        var (_, tail) = await talk.SendAsync(HttpMethod.Get, $"{Talk.IdIn(events)}?stream=true&starting_after=2500", cancellationToken);

        Assert.That(replayed == events, Is.True);
        Assert.That(events, Does.EndWith(tail));
        Assert.That(tail, Does.Contain("\"sequence_number\":2501,").And.Not.Contain("\"sequence_number\":2500,"));
    }

    [TestCase("stream=true", "stream")]
    [CancelAfter(Patience)]
    public async Task A_body_has_no_stream_to_replay(string query, string param, CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var id = Talk.IdOf(await talk.AskAsync(Hello, "Uno", cancellationToken));

        var (status, body) = await talk.SendAsync(HttpMethod.Get, $"{id}?{query}", cancellationToken);

        Assert.That((status, JsonNode.Parse(body)!["error"]!["param"]!.GetValue<string>()), Is.EqualTo((HttpStatusCode.BadRequest, param)));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_client_that_hangs_up_leaves_nothing(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var asking = talk.Relay.PostAsync("""{"model":"m","stream":true,"input":"One"}""", Talk.Key, cancellationToken);
        using var exchange = await talk.Upstream.ReceiveAsync(cancellationToken);
        await exchange.SendAsync(RawExchange.StreamHead, cancellationToken);
        await exchange.SendChunkAsync(Talk.Delta("""{"content":"U"}"""), cancellationToken);
        var answer = await asking;
        var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var start = new byte[512];
        await body.ReadExactlyAsync(start, cancellationToken);
        var id = System.Text.Encoding.UTF8.GetString(start).Split("\"id\":\"")[1].Split('"')[0];

        answer.Dispose();
        await exchange.ClosedAsync(cancellationToken);
        await talk.Relay.LoggedAsync($"{id} finished");

        Assert.That((await talk.SendAsync(HttpMethod.Get, id, cancellationToken)).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Input_items_are_what_was_sent_with_ids_for_those_that_had_none(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var id = Talk.IdOf(await talk.AskAsync(
            """ "input":[{"role":"user","content":"One"},{"type":"message","role":"assistant","id":"msg_mine","content":"""
                + """[{"type":"output_text","text":"x"}]},{"role":"user","content":"Two"}] """, "Uno", cancellationToken));

        var items = (await talk.GetAsync($"{id}/input_items?order=asc", cancellationToken))["data"]!.AsArray();

        Assert.Multiple(() =>
        {
            Assert.That(items.Select(static item => item!["type"]!.GetValue<string>()), Is.All.EqualTo("message"));
            Assert.That(items.Select(static item => item!["id"]!.GetValue<string>()).Distinct().Count(), Is.EqualTo(3));
            Assert.That(items[1]!["id"]!.GetValue<string>(), Is.EqualTo("msg_mine"));
            Assert.That(items[2]!["content"]!.ToJsonString(), Is.EqualTo("""[{"type":"input_text","text":"Two"}]"""));
        });
    }

    [TestCase("", "e d c b a", false)]
    [TestCase("order=asc", "a b c d e", false)]
    [TestCase("order=asc&limit=2", "a b", true)]
    [TestCase("limit=2", "e d", true)]
    [TestCase("order=asc&limit=2&after=b", "c d", true)]
    [TestCase("order=asc&limit=2&after=c", "d e", false)]
    [TestCase("limit=2&after=d", "c b", true)]
    [TestCase("order=asc&limit=2&before=e", "c d", true)]
    [TestCase("order=asc&before=c", "a b", false)]
    [TestCase("order=asc&after=a&before=e&limit=2", "b c", true)]
    [TestCase("after=a", "", false)]
    [CancelAfter(Patience)]
    public async Task Input_items_come_in_pages(string query, string expected, bool hasMore, CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var input = string.Join(',', "abcde".Select(static letter => $$"""{"role":"user","id":"{{letter}}","content":"{{letter}}"}"""));
        var id = Talk.IdOf(await talk.AskAsync($$""" "input":[{{input}}] """, "Uno", cancellationToken));

        var page = await talk.GetAsync($"{id}/input_items?{query}", cancellationToken);
        var ids = page["data"]!.AsArray().Select(static item => item!["id"]!.GetValue<string>()).ToList();

        Assert.Multiple(() =>
        {
            Assert.That(string.Join(' ', ids), Is.EqualTo(expected));
            Assert.That((page["object"]!.GetValue<string>(), page["has_more"]!.GetValue<bool>()), Is.EqualTo(("list", hasMore)));
            Assert.That(
                (page["first_id"]?.GetValue<string>(), page["last_id"]?.GetValue<string>()),
                Is.EqualTo((ids.FirstOrDefault(), ids.LastOrDefault())));
        });
    }

    [TestCase("limit=0", "limit")]
    [TestCase("limit=101", "limit")]
    [TestCase("limit=x", "limit")]
    [TestCase("order=up", "order")]
    [TestCase("after=z", "after")]
    [TestCase("before=z", "before")]
    [CancelAfter(Patience)]
    public async Task A_page_that_makes_no_sense_is_refused_at_its_place(string query, string param, CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var id = Talk.IdOf(await talk.AskAsync(Hello, "Uno", cancellationToken));

        var (status, body) = await talk.SendAsync(HttpMethod.Get, $"{id}/input_items?{query}", cancellationToken);

        Assert.That((status, JsonNode.Parse(body)!["error"]!["param"]!.GetValue<string>()), Is.EqualTo((HttpStatusCode.BadRequest, param)));
    }
}
