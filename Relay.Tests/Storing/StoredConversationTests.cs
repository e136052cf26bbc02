using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>Turns that continue a stored response.</summary>
[TestFixture(StoreKind.Memory)]
[TestFixture(StoreKind.Postgres)]
internal sealed class StoredConversationTests(StoreKind kind)
{
    private const int Patience = 60_000;
    private const string Tools = """ "tools":[{"type":"function","name":"f","parameters":{"type":"object"}}] """;

    [Test]
    [CancelAfter(Patience)]
    public async Task The_earlier_turns_stand_before_the_new_input_and_instructions_are_not_inherited(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var first = await talk.AskAsync("""  "input":"One","instructions":"Be brief"  """, "Uno", cancellationToken);
        var second = await talk.AskAsync(
            $$""" "input":[{"role":"user","content":"Two"}],"previous_response_id":"{{Talk.IdOf(first)}}" """, "Due", cancellationToken);

        var (chat, third) = await talk.ExchangeAsync(
            $$""" "input":"Three","instructions":"Be polite","previous_response_id":"{{Talk.IdOf(second)}}" """,
            Talk.Text("Tre"),
            cancellationToken);

        Assert.That(
            Talk.Messages(chat),
            Is.EqualTo(new[] { "system: Be polite", "user: One", "assistant: Uno", "user: Two", "assistant: Due", "user: Three" }));
        Assert.That(
            (third["previous_response_id"]!.GetValue<string>(), second["instructions"]), Is.EqualTo((Talk.IdOf(second), (JsonNode?)null)));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_turn_may_bring_no_input_of_its_own(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var first = await talk.AskAsync("""  "input":"One"  """, "Uno", cancellationToken);

        var (chat, _) = await talk.ExchangeAsync(
            $$""" "input":[],"previous_response_id":"{{Talk.IdOf(first)}}" """, Talk.Text("Ancora"), cancellationToken);

        Assert.That(Talk.Messages(chat), Is.EqualTo(new[] { "user: One", "assistant: Uno" }));
    }

    [TestCase("call_id")]
    [TestCase("id")]
    [CancelAfter(Patience)]
    public async Task A_calls_output_may_name_the_call_or_its_item(string name, CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var call = Talk.Delta("""{"reasoning_content":"Look it up"}""")
            + Talk.Delta("""{"tool_calls":[{"index":0,"id":"call_1","function":{"name":"f","arguments":"{}"}}]}""")
            + Talk.Finish("tool_calls");
        var (_, first) = await talk.ExchangeAsync($$""" "input":"Go",{{Tools}} """, call, cancellationToken);
        var named = first["output"]!.AsArray().Single(static item => item!["type"]!.GetValue<string>() == "function_call")![name]!
            .GetValue<string>();

        var (chat, _) = await talk.ExchangeAsync(
            $$""" {{Tools}},"previous_response_id":"{{Talk.IdOf(first)}}","input":[{"type":"function_call_output","call_id":"{{named}}","output":"11"}] """,
            Talk.Text("Done"),
            cancellationToken);
        var assistant = chat["messages"]![1]!;

        Assert.That(Talk.Messages(chat)[^1], Is.EqualTo("tool: 11"));
        Assert.That(
            (assistant["tool_calls"]![0]!["id"]!.GetValue<string>(), chat["messages"]![2]!["tool_call_id"]!.GetValue<string>()),
            Is.EqualTo(("call_1", "call_1")));
        Assert.That(assistant.ToJsonString(), Does.Contain("Look it up"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task What_the_vendor_signed_goes_back_though_no_client_ever_saw_it(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var call =
            Talk.Delta("""{"reasoning":"hm","reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"s","index":0}]}""")
                + Talk.Delta("""{"tool_calls":[{"index":0,"id":"call_1","extra_content":{"k":"v"},"function":"""
                    + """{"name":"f","arguments":"{}"}}]}""") + Talk.Finish("tool_calls");
        var (_, first) = await talk.ExchangeAsync($$""" "input":"Go",{{Tools}} """, call, cancellationToken);

        var (chat, _) = await talk.ExchangeAsync(
            $$""" {{Tools}},"previous_response_id":"{{Talk.IdOf(first)}}","input":[{"type":"function_call_output","call_id":"call_1","output":"11"}] """,
            Talk.Text("Done"),
            cancellationToken);
        var assistant = chat["messages"]![1]!;
        var got = await talk.GetAsync(Talk.IdOf(first), cancellationToken);

        Assert.That(
            (assistant["reasoning"]!.GetValue<string>(), assistant["reasoning_details"]![0]!["signature"]!.GetValue<string>()),
            Is.EqualTo(("hm", "s")));
        Assert.That(assistant["tool_calls"]![0]!["extra_content"]!["k"]!.GetValue<string>(), Is.EqualTo("v"));
        Assert.That((first.ToJsonString(), got.ToJsonString()), Is.EqualTo((got.ToJsonString(), first.ToJsonString())));
        Assert.That(got.ToJsonString(), Does.Not.Contain("encrypted_content").And.Not.Contain("extra_content"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task What_is_not_stored_cannot_be_had_or_built_upon(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var first = await talk.AskAsync("""  "input":"One","store":false  """, "Uno", cancellationToken);

        var got = await talk.SendAsync(HttpMethod.Get, Talk.IdOf(first), cancellationToken);
        var refused = await talk.RefusedAsync($$""" "input":"Two","previous_response_id":"{{Talk.IdOf(first)}}" """, cancellationToken);

        Assert.That((got.Status, refused.Status), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.BadRequest)));
        Assert.That(refused.Body, Does.Contain("previous_response_not_found").And.Contain("store: false"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_deleted_turn_cannot_be_built_upon_nor_what_was_built_upon_it(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var first = await talk.AskAsync("""  "input":"One"  """, "Uno", cancellationToken);
        var second = await talk.AskAsync($$""" "input":"Two","previous_response_id":"{{Talk.IdOf(first)}}" """, "Due", cancellationToken);

        var deleted = await talk.SendAsync(HttpMethod.Delete, Talk.IdOf(first), cancellationToken);
        var again = await talk.SendAsync(HttpMethod.Delete, Talk.IdOf(first), cancellationToken);
        var onFirst = await talk.RefusedAsync($$""" "input":"a","previous_response_id":"{{Talk.IdOf(first)}}" """, cancellationToken);
        var onSecond = await talk.RefusedAsync($$""" "input":"a","previous_response_id":"{{Talk.IdOf(second)}}" """, cancellationToken);

        Assert.Multiple(async () =>
        {
            Assert.That(deleted.Body, Is.EqualTo($$"""{"id":"{{Talk.IdOf(first)}}","object":"response","deleted":true}"""));
            Assert.That(again.Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(onFirst.Body, Does.Contain("not found"));
            Assert.That(onSecond.Body, Does.Contain("continues a response that is no longer stored"));
            Assert.That((await talk.SendAsync(HttpMethod.Get, Talk.IdOf(second), cancellationToken)).Status, Is.EqualTo(HttpStatusCode.OK));
        });
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Items_may_be_referred_to_by_id_and_unknown_ones_are_left_out(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var first = await talk.AskAsync("""  "input":"One"  """, "Uno", cancellationToken);
        var message = first["output"]![0]!["id"]!.GetValue<string>();

        var (chat, second) = await talk.ExchangeAsync(
            $$""" "input":[{"type":"item_reference","id":"{{message}}"},{"type":"item_reference","id":"msg_unknown"},{"role":"user","content":"Two"}] """,
            Talk.Text("Due"),
            cancellationToken);
        var listed = await talk.GetAsync($"{Talk.IdOf(second)}/input_items?order=asc", cancellationToken);

        Assert.That(Talk.Messages(chat), Is.EqualTo(new[] { "assistant: Uno", "user: Two" }));
        Assert.That(
            listed["data"]!.AsArray().Select(static item => item!["type"]!.GetValue<string>()), Is.EqualTo(new[] { "message", "message" }));
        Assert.That(talk.Relay.Log, Does.Contain("the referenced items are not stored"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Another_callers_response_is_as_if_it_had_never_been(CancellationToken cancellationToken)
    {
        const string Stranger = "Bearer the-key-of-bob";
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var id = Talk.IdOf(await talk.AskAsync("""  "input":"One"  """, "Uno", cancellationToken));
        var unknown = new string('0', id.Length);

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, ""),
            (HttpMethod.Get, "?stream=true"),
            (HttpMethod.Delete, ""),
            (HttpMethod.Post, "/cancel"),
            (HttpMethod.Get, "/input_items"),
        })
        {
            var strangers = await talk.SendAsync(method, id + path, cancellationToken, Stranger);
            var nobodys = await talk.SendAsync(method, unknown + path, cancellationToken);
            var keyless = await talk.SendAsync(method, id + path, cancellationToken, key: null);

            Assert.That(
                (strangers.Status, strangers.Body.Replace(id, unknown, StringComparison.Ordinal)),
                Is.EqualTo((HttpStatusCode.NotFound, nobodys.Body)));
            Assert.That(keyless, Is.EqualTo(strangers));
        }

        var builtUpon = await talk.RefusedAsync($$""" "input":"a","previous_response_id":"{{id}}" """, cancellationToken, Stranger);

        Assert.That(builtUpon.Body, Does.Contain("previous_response_not_found"));
        Assert.That((await talk.SendAsync(HttpMethod.Get, id, cancellationToken)).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Time_is_up_for_what_nobody_builds_upon(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var first = await talk.AskAsync("""  "input":"One"  """, "Uno", cancellationToken);
        var lonely = await talk.AskAsync("""  "input":"Alone"  """, "Solo", cancellationToken);
        talk.Time.Advance(Stores.TimeToLive / 2);
        var second = await talk.AskAsync($$""" "input":"Two","previous_response_id":"{{Talk.IdOf(first)}}" """, "Due", cancellationToken);
        talk.Time.Advance(Stores.TimeToLive * 3 / 4);

        var found = (await talk.SendAsync(HttpMethod.Get, Talk.IdOf(first), cancellationToken), await talk.SendAsync(
            HttpMethod.Get, Talk.IdOf(lonely), cancellationToken));
        var (chat, _) = await talk.ExchangeAsync(
            $$""" "input":"Three","previous_response_id":"{{Talk.IdOf(second)}}" """, Talk.Text("Tre"), cancellationToken);

        Assert.That((found.Item1.Status, found.Item2.Status), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.NotFound)));
        Assert.That(Talk.Messages(chat), Has.Length.EqualTo(5));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_conversation_is_refused_by_name(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);

        var (status, body) = await talk.RefusedAsync("""  "input":"One","conversation":"conv_1"  """, cancellationToken);

        Assert.That(
            (status, JsonNode.Parse(body)!["error"]!["param"]!.GetValue<string>()),
            Is.EqualTo((HttpStatusCode.BadRequest, "conversation")));
    }

    [TestCase("\"previous_response_id\":7", "previous_response_id")]
    [TestCase("\"store\":\"yes\"", "store")]
    [TestCase("\"background\":1", "background")]
    [TestCase("\"background\":true,\"store\":false", "background")]
    [CancelAfter(Patience)]
    public async Task State_that_makes_no_sense_is_refused_at_its_place(string members, string param, CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);

        var (status, body) = await talk.RefusedAsync($"\"input\":\"One\",{members}", cancellationToken);

        Assert.That((status, JsonNode.Parse(body)!["error"]!["param"]!.GetValue<string>()), Is.EqualTo((HttpStatusCode.BadRequest, param)));
    }
}
