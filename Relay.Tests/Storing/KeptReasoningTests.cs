using System.Net;
using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Policies;
using Relay.Presets;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>What vendors want back of their thoughts outlives the turn in the store, and clients see nothing of it.</summary>
[TestFixture(StoreKind.Memory)]
[TestFixture(StoreKind.Postgres)]
internal sealed class KeptReasoningTests(StoreKind kind)
{
    private const int Patience = 60_000;
    private const string Tools = """ "tools":[{"type":"function","name":"f","parameters":{"type":"object"}}] """;
    private const string Detail = """{"type":"reasoning.text","text":"Look it up","index":0,"signature":"c2ln"}""";
    private const string Extra = """{"google":{"thought_signature":"dHdv"}}""";

    private static readonly string s_thinks = Talk.Delta($$"""{"reasoning":"Look it up","reasoning_details":[{{Detail}}]}""");
    private static readonly string s_calls =
        Talk.Delta($$$"""{"tool_calls":[{"index":0,"id":"call_1","extra_content":{{{Extra}}},"function":{"name":"f","arguments":"{}"}}]}""")
            + Talk.Finish("tool_calls");

    [TestCase(false)]
    [TestCase(true)]
    [CancelAfter(Patience)]
    public async Task Signatures_go_back_with_the_calls_output_two_turns_later_too(bool hidden, CancellationToken cancellationToken)
    {
        await using var talk = await StartAsync(hidden, cancellationToken);
        var (_, first) = await talk.ExchangeAsync($$""" "input":"Go",{{Tools}} """, s_thinks + s_calls, cancellationToken);

        var (second, answered) = await talk.ExchangeAsync(Output(first), Talk.Text("Done"), cancellationToken);
        var (third, _) = await talk.ExchangeAsync(
            $$""" "input":"Thanks","previous_response_id":"{{Talk.IdOf(answered)}}" """, Talk.Text("Welcome"), cancellationToken);

        Assert.Multiple(() =>
        {
            AssertIsWhole(second["messages"]![1]!);
            AssertIsWhole(third["messages"]![1]!);
        });
    }

    [TestCase(false)]
    [TestCase(true)]
    [CancelAfter(Patience)]
    public async Task The_client_sees_none_of_it_in_answer_get_replay_or_input(bool hidden, CancellationToken cancellationToken)
    {
        await using var talk = await StartAsync(hidden, cancellationToken);

        var events = await talk.StreamAsync($$""" "input":"Go",{{Tools}} """, s_thinks + s_calls, cancellationToken);
        var id = Talk.IdIn(events);
        var (_, replay) = await talk.SendAsync(HttpMethod.Get, id + "?stream=true", cancellationToken);
        var got = await talk.GetAsync(id, cancellationToken);
        var terminal = JsonNode.Parse(events.Split("data: ")[^2].Trim())!["response"]!;
        var refers = string.Join(
            ',', got["output"]!.AsArray().Select(static item => $$"""{"type":"item_reference","id":"{{item!["id"]}}"}"""));
        var (_, referring) = await talk.ExchangeAsync(
            $$""" "input":[{{refers}},{"role":"user","content":"b"}],{{Tools}} """, Talk.Text("Yes"), cancellationToken);
        var (_, input) = await talk.SendAsync(HttpMethod.Get, Talk.IdOf(referring) + "/input_items?order=asc", cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(replay, Is.EqualTo(events));
            Assert.That(got.ToJsonString(), Is.EqualTo(terminal.ToJsonString()));
            Assert.That(events + input, Does.Not.Contain("encrypted_content").And.Not.Contain("c2ln").And.Not.Contain("dHdv"));
            Assert.That(got["output"]!.AsArray().Select(static item => item!["type"]!.GetValue<string>()), Is.EqualTo(hidden
                ? ["function_call"]
                : new[] { "reasoning", "function_call" }));
            Assert.That(
                JsonNode.Parse(input)!["data"]!.AsArray().SkipLast(1).Select(static item => item!.ToJsonString()),
                Is.EqualTo(got["output"]!.AsArray().Select(static item => item!.ToJsonString())));
        });
    }

    [TestCase(false)]
    [TestCase(true)]
    [CancelAfter(Patience)]
    public async Task Items_referred_to_bring_what_only_the_relay_knows_of_them(bool hidden, CancellationToken cancellationToken)
    {
        await using var talk = await StartAsync(hidden, cancellationToken);
        var (_, first) = await talk.ExchangeAsync($$""" "input":"Go",{{Tools}} """, s_thinks + s_calls, cancellationToken);
        var refers = string.Join(
            ',', first["output"]!.AsArray().Select(static item => $$"""{"type":"item_reference","id":"{{item!["id"]}}"}"""));

        var (second, answered) = await talk.ExchangeAsync(
            $$""" "input":[{"role":"user","content":"Go"},{{refers}},{"type":"function_call_output","call_id":"call_1","output":"11"}],{{Tools}} """,
            Talk.Text("Done"),
            cancellationToken);
        var (third, _) = await talk.ExchangeAsync(
            $$""" "input":"Thanks","previous_response_id":"{{Talk.IdOf(answered)}}" """, Talk.Text("Welcome"), cancellationToken);
        var (again, _) = await talk.ExchangeAsync(
            $$""" "input":[{"role":"user","content":"Go"},{{refers}},{"type":"function_call_output","call_id":"call_1","output":"11"}],{{Tools}} """,
            Talk.Text("Done"),
            cancellationToken);

        Assert.Multiple(() =>
        {
            AssertIsWhole(second["messages"]![1]!);
            AssertIsWhole(third["messages"]![1]!);
            AssertIsWhole(again["messages"]![1]!);
        });
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task An_answer_made_in_the_background_is_kept_alike(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var events = await talk.StreamAsync($$""" "background":true,"input":"Go",{{Tools}} """, s_thinks + s_calls, cancellationToken);

        var (second, _) = await talk.ExchangeAsync(
            $$""" {{Tools}},"previous_response_id":"{{Talk.IdIn(events)}}","input":[{"type":"function_call_output","call_id":"call_1","output":"11"}] """,
            Talk.Text("Done"),
            cancellationToken);

        AssertIsWhole(second["messages"]![1]!);
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Text_of_a_response_that_failed_stays_what_it_was(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var events = await talk.StreamAsync("""  "input":"One"  """, s_thinks + Talk.Delta("""{"content":"Un"}"""), cancellationToken);

        var (second, _) = await talk.ExchangeAsync(
            $$""" "input":"Two","previous_response_id":"{{Talk.IdIn(events)}}" """, Talk.Text("Due"), cancellationToken);

        Assert.That(events, Does.Contain("response.failed"));
        Assert.That(Talk.Messages(second), Is.EqualTo(new[] { "user: One", "assistant: Un", "user: Two" }));
    }

    // That system kept its answers, not what had been asked.
    [Test]
    [CancelAfter(Patience)]
    public async Task A_copy_of_an_older_system_keeps_what_it_told(CancellationToken cancellationToken)
    {
        await using var talk = await StartAsync("codex-relay", cancellationToken);
        var events = await talk.StreamAsync("""  "input":"One"  """, s_thinks + Talk.Text("Uno"), cancellationToken);

        var (second, _) = await talk.ExchangeAsync(
            $$""" "input":"Two","previous_response_id":"{{Talk.IdIn(events)}}" """, Talk.Text("Due"), cancellationToken);

        Assert.That(Talk.Messages(second), Is.EqualTo(new[] { "assistant: Uno", "user: Two" }));
    }

    // Nobody can build on their responses, which tell no id; they are kept all the same.
    [TestCase("codex-core")]
    [TestCase("codex-api-v1")]
    [TestCase("codex-api-v2")]
    [CancelAfter(Patience)]
    public async Task Copies_that_tell_no_id_answer_as_ever(string preset, CancellationToken cancellationToken)
    {
        await using var talk = await StartAsync(preset, cancellationToken);

        var events = await talk.StreamAsync("""  "input":"One"  """, s_thinks + Talk.Text("Uno"), cancellationToken);

        Assert.That(events, Does.Contain("response.completed").And.Contain("Uno"));
        Assert.That(talk.Relay.Log, Does.Not.Contain("was not stored").And.Not.Contain("Error"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Tools_that_an_item_added_are_there_in_the_turns_after(CancellationToken cancellationToken)
    {
        const string Adding = """{"type":"additional_tools","role":"developer","tools":[{"type":"namespace","name":"n","tools":"""
            + """[{"type":"function","name":"g"}]}]}""";
        await using var talk = await Talk.StartAsync(kind, cancellationToken);
        var (sent, first) = await talk.ExchangeAsync(
            $$""" {{Tools}},"input":[{{Adding}},{"role":"user","content":"One"}] """, Talk.Text("Uno"), cancellationToken);

        var call = Talk.Delta("""{"tool_calls":[{"index":0,"id":"call_1","function":{"name":"n__g","arguments":"{}"}}]}""")
            + Talk.Finish("tool_calls");
        var (inherited, second) = await talk.ExchangeAsync(
            $$""" {{Tools}},"input":"Two","previous_response_id":"{{Talk.IdOf(first)}}" """, call, cancellationToken);

        Assert.That(inherited["tools"]!.ToJsonString(), Is.EqualTo(sent["tools"]!.ToJsonString()).And.Contains("n__g"));
        Assert.That(
            (second["output"]![0]!["namespace"]!.GetValue<string>(), second["output"]![0]!["name"]!.GetValue<string>()),
            Is.EqualTo(("n", "g")));
    }

    private Task<Talk> StartAsync(bool hidden, CancellationToken cancellationToken) =>
        Talk.StartAsync(kind, cancellationToken, options => hidden
            ? options with { Policies = RelayPolicies.Default with { ReasoningOut = ReasoningOut.Hidden } }
            : options);

    private Task<Talk> StartAsync(string preset, CancellationToken cancellationToken) =>
        Talk.StartAsync(
            kind, cancellationToken, options => options with { Policies = PolicyPresets.Apply(preset, RelayPolicies.Default)! });

    private static string Output(JsonNode previous) =>
        $$""" {{Tools}},"previous_response_id":"{{Talk.IdOf(previous)}}","input":[{"type":"function_call_output","call_id":"call_1","output":"11"}] """;

    /// <summary>The thought in the member it came in, its signed details once, and the call's own signature.</summary>
    private static void AssertIsWhole(JsonNode assistant)
    {
        Assert.That(assistant["reasoning"]?.GetValue<string>(), Is.EqualTo("Look it up"));
        Assert.That(assistant["reasoning_details"]?.ToJsonString(), Is.EqualTo($"[{Detail}]"));
        Assert.That(assistant["tool_calls"]![0]!["extra_content"]?.ToJsonString(), Is.EqualTo(Extra));
    }
}
