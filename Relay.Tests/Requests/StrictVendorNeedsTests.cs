using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Relay.Tests.Requests;

/// <summary>What strict vendors need of a conversation that they did not answer themselves.</summary>
internal sealed class StrictVendorNeedsTests
{
    private const string NineLetters = "call_ids=nine_letters";

    [Test]
    public void A_call_and_its_output_have_the_same_id_in_every_request()
    {
        var once = Ids(Calls("call_1"));
        var again = Ids(Calls("call_0", "call_1"));

        Assert.That(once[0], Does.Match("^[A-Za-z0-9]{9}$"));
        Assert.That(once, Is.EqualTo(new[] { once[0], once[0] }));
        Assert.That(again, Is.EqualTo(new[] { again[0], once[0], again[0], once[0] }));
    }

    [Test]
    public void An_id_that_is_taken_is_not_made_twice()
    {
        var made = Ids(Calls("call_1"))[0];

        var ids = Ids(Calls("call_1", made));

        Assert.That((ids[1], ids[3]), Is.EqualTo((made, made)));
        Assert.That(ids[0], Is.EqualTo(ids[2]).And.Not.EqualTo(made).And.Match("^[A-Za-z0-9]{9}$"));
    }

    [TestCase("D681PevK")]
    [TestCase("D681PevKs0")]
    [TestCase("D681Pev-s")]
    [TestCase("D681Pevüs")]
    public void Any_other_id_is_made_anew(string id) => Assert.That(Ids(Calls(id))[0], Does.Match("^[A-Za-z0-9]{9}$").And.Not.EqualTo(id));

    [Test]
    public void Without_the_policy_ids_stay() =>
        Assert.That(Ids(new ChatRequestOf(Input(Items("call_1")))), Is.EqualTo(new[] { "call_1", "call_1" }));

    [TestCase("""{"role":"user","content":"Thanks"}""", 1)]
    [TestCase("""{"role":"developer","content":"Be brief"}""", 1)]
    [TestCase("""{"role":"assistant","content":"Mild"},{"role":"user","content":"Thanks"}""", 0)]
    public void The_assistant_speaks_between_a_tool_and_whoever_is_no_assistant(string behind, int bridges)
    {
        var chat = new ChatRequestOf(Input(Items("call_1") + "," + behind), "tool_then_user=bridge");

        Assert.That(
            chat.Chat!["messages"]!.AsArray().Count(static message => (string?)message!["content"] == "Done."), Is.EqualTo(bridges));
    }

    [TestCase("thinking", """{"type":"disabled"}""")]
    [TestCase("enable_thinking", "false")]
    [TestCase("reasoning_effort", "\"none\"")]
    public void A_forced_call_is_not_thought_about_in_the_vendors_words(string field, string expected)
    {
        const string Tools = """ "input":"Hi","reasoning":{"effort":"high"},"tools":[{"type":"function","name":"f","parameters":"""
            + """{"type":"object"}}],"tool_choice":""";

        var forced = new ChatRequestOf(Tools + "\"required\"", "forced_choice=no_thinking", "effort_field=" + field);
        var named = new ChatRequestOf(Tools + """{"type":"function","name":"f"}""", "forced_choice=no_thinking", "effort_field=" + field);
        var free = new ChatRequestOf(Tools + "\"auto\"", "forced_choice=no_thinking", "effort_field=" + field);

        Assert.That((forced.Member(field), named.Member(field)), Is.EqualTo((expected, expected)));
        Assert.That(free.Member(field), Is.Not.EqualTo(expected));
        Assert.That(forced.Warnings, Has.Count.EqualTo(1).And.One.Contains("disabled"));
        Assert.That(free.Warnings, field == "reasoning_effort" ? Is.Empty : Has.Count.EqualTo(1).And.One.Contains("has no levels"));
    }

    private static ChatRequestOf Calls(params string[] ids) =>
        new(Input(string.Join(',', ids.Select(Call).Concat(ids.Select(Output)))), NineLetters);

    private static string Items(string id) => Call(id) + "," + Output(id);

    private static string Input(string items) => "\"input\":[{\"role\":\"user\",\"content\":\"Hi\"}," + items + "]";

    private static string Call(string id) => $$"""{"type":"function_call","call_id":"{{id}}","name":"f","arguments":"{}"}""";

    private static string Output(string id) => $$"""{"type":"function_call_output","call_id":"{{id}}","output":"11"}""";

    /// <summary>The ids of the calls, then those of the outputs.</summary>
    private static string[] Ids(ChatRequestOf request)
    {
        var messages = request.Chat!["messages"]!.AsArray();
        return [
            .. messages.SelectMany(static message => message!["tool_calls"]?.AsArray() ?? []).Select(static call => (string)call!["id"]!),
            .. messages.Select(static message => (string?)message!["tool_call_id"]).OfType<string>(),
        ];
    }
}
