using System.Text.Json.Nodes;
using NUnit.Framework;
using Relay.Tests.Sealing;
using Relay.Tests.Support;

namespace Relay.Tests.Storing;

/// <summary>Reasoning in a database that outlives the relay which sealed it.</summary>
[TestFixture]
internal sealed class SealedStoreTests
{
    private const int Patience = 60_000;
    private const string Tools = """ "tools":[{"type":"function","name":"f","parameters":{"type":"object"}}] """;

    private static readonly string s_call =
        Talk.Delta("""{"reasoning":"Look it up","reasoning_details":[{"type":"reasoning.text","text":"Look it up","signature":"c2ln"}]}""")
        + Talk.Delta("""{"tool_calls":[{"index":0,"id":"call_1","extra_content":{"google":{"thought_signature":"dHdv"}},"function":"""
            + """{"name":"f","arguments":"{}"}}]}""")
        + Talk.Finish("tool_calls");

    [Test]
    [CancelAfter(Patience)]
    public async Task A_relay_with_the_next_key_has_all_that_the_last_one_sealed(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(
            StoreKind.Postgres, cancellationToken, options => options with { SealKeys = [Seals.Key("old")] });
        var (_, first) = await talk.ExchangeAsync($$""" "input":"Go",{{Tools}} """, s_call, cancellationToken);
        await using var other = await talk.StartAnotherAsync(
            talk.Options with { SealKeys = [Seals.Key("new"), Seals.Key("old")] }, cancellationToken);

        var (second, _) = await talk.ExchangeAsync(Output(first), Talk.Text("Done"), cancellationToken, other);

        Assert.That(second["messages"]![1]!.ToJsonString(), Does.Contain("c2ln").And.Contain("dHdv"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_relay_without_the_key_goes_on_with_what_can_be_read_and_warns_once(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(
            StoreKind.Postgres, cancellationToken, options => options with { SealKeys = [Seals.Key("old")] });
        var (_, first) = await talk.ExchangeAsync($$""" "input":"Go",{{Tools}} """, s_call, cancellationToken);
        await using var other = await talk.StartAnotherAsync(talk.Options with { SealKeys = [Seals.Key("new")] }, cancellationToken);

        var (second, answered) = await talk.ExchangeAsync(Output(first), Talk.Text("Done"), cancellationToken, other);

        Assert.Multiple(() =>
        {
            Assert.That(Talk.StatusOf(answered), Is.EqualTo("completed"));
            Assert.That(second["messages"]![1]!["reasoning_content"]!.GetValue<string>(), Is.EqualTo("Look it up"));
            Assert.That(second.ToJsonString(), Does.Not.Contain("c2ln").And.Not.Contain("dHdv"));
            Assert.That(other.Log.Split("Encrypted reasoning without a matching key"), Has.Length.EqualTo(2));
        });
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_seal_that_was_broken_in_the_store_is_nobodys_bad_request(CancellationToken cancellationToken)
    {
        // The same id of a key, another key: as after a mistake with the file.
        await using var talk = await Talk.StartAsync(
            StoreKind.Postgres, cancellationToken, options => options with { SealKeys = [Seals.Key("k")] });
        var (_, first) = await talk.ExchangeAsync($$""" "input":"Go",{{Tools}} """, s_call, cancellationToken);
        await using var other = await talk.StartAnotherAsync(talk.Options with { SealKeys = [Seals.OtherKey("k")] }, cancellationToken);

        var (second, answered) = await talk.ExchangeAsync(Output(first), Talk.Text("Done"), cancellationToken, other);

        Assert.That(
            (Talk.StatusOf(answered), second["messages"]![1]!["reasoning_content"]!.GetValue<string>()),
            Is.EqualTo(("completed", "Look it up")));
        Assert.That(other.Log, Does.Contain("Stored reasoning that could not be decrypted was left out"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_database_of_the_version_before_is_brought_up_to_date_and_its_turns_go_on(CancellationToken cancellationToken)
    {
        await using var talk = await Talk.StartAsync(StoreKind.Postgres, cancellationToken);
        var first = await talk.AskAsync("""  "input":"One"  """, "Uno", cancellationToken);
        await PostgresCluster.ExecuteAsync(
            "ALTER TABLE relay_responses DROP COLUMN upstream, DROP COLUMN kept_input, DROP COLUMN kept_items; DELETE FROM relay_schema "
                + "WHERE version > 1", cancellationToken, Stores.AddressOf(talk.Options.Store.Postgres!));

        await talk.RestartAsync(cancellationToken);
        var (chat, _) = await talk.ExchangeAsync(
            $$""" "input":"Two","previous_response_id":"{{Talk.IdOf(first)}}" """, Talk.Text("Due"), cancellationToken);

        Assert.That(Talk.Messages(chat), Is.EqualTo(new[] { "user: One", "assistant: Uno", "user: Two" }));
    }

    private static string Output(JsonNode previous) =>
        $$""" {{Tools}},"previous_response_id":"{{Talk.IdOf(previous)}}","input":[{"type":"function_call_output","call_id":"call_1","output":"11"}] """;
}
