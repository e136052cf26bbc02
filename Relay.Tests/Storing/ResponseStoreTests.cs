using NUnit.Framework;
using Relay.Storing;

namespace Relay.Tests.Storing;

/// <summary>What every store promises.</summary>
[TestFixture(StoreKind.Memory)]
[TestFixture(StoreKind.Postgres)]
internal sealed class ResponseStoreTests(StoreKind kind)
{
    private const int Patience = 60_000;

    private static readonly DateTimeOffset Now = Stores.Start;

    [Test]
    [CancelAfter(Patience)]
    public async Task What_is_kept_is_found_as_it_was(CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(kind, cancellationToken);
        var kept = Stores.Response("resp_1", previous: "resp_0") with
        {
            Streamed = true,
            KeptInput = Stores.Json("[1]"),
            KeptItems = Stores.Json("""[{"id":"rs_1","encrypted_content":"w"}]"""),
        };

        await store.AddAsync(kept, [], cancellationToken);
        var found = await store.FindAsync(kept.Key, Now, cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(Bare(found!), Is.EqualTo(Bare(kept)));
            Assert.That(found!.KeptItems!.Value.ToArray(), Is.EqualTo(kept.KeptItems!.Value.ToArray()));
            Assert.That(found.KeptInput!.Value.ToArray(), Is.EqualTo(kept.KeptInput!.Value.ToArray()));
            Assert.That(found.Response.ToArray(), Is.EqualTo(kept.Response.ToArray()));
            Assert.That(found.Input.ToArray(), Is.EqualTo(kept.Input.ToArray()));
            Assert.That(found.ItemIds, Is.EqualTo(kept.ItemIds));
        });
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Any_id_of_an_item_is_stored_and_found(CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(kind, cancellationToken);
        var random = new Random(4711);
        var large = new string([.. Enumerable.Range(0, 5000).Select(_ => (char)random.Next(33, 0xD7FF))]);
        string[] ids = ["", "a\0b", "\u2028", "\uFFFF", "'; --", large];

        foreach (var (index, id) in ids.Index())
        {
            await store.AddAsync(Stores.Response($"resp_{index}") with { ItemIds = [id] }, [], cancellationToken);

            var found = await store.FindByItemsAsync("me", [id], Now, cancellationToken);
            Assert.That(found.Select(response => response.Key.Id), Is.EqualTo([$"resp_{index}"]));
        }

        Assert.That(await store.FindAsync(new ResponseKey("me", "resp_\0"), Now, cancellationToken), Is.Null);
        Assert.That(await store.ReadChainAsync(new ResponseKey("me", new string('x', 5000)), Now, Now, cancellationToken), Is.Empty);
        Assert.That(await store.DeleteAsync(new ResponseKey("me", "a\0"), Now, cancellationToken), Is.False);
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Another_owner_finds_nothing_and_changes_nothing(CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(kind, cancellationToken);
        var kept = Stores.Response("resp_1", status: "in_progress");
        var stranger = kept.Key with { Owner = "you" };
        await store.AddAsync(kept, [Stores.Json("events")], cancellationToken);

        await store.AddEventsAsync(stranger, 1, Stores.Json("more"), cancellationToken);

        Assert.Multiple(async () =>
        {
            Assert.That(await store.FindAsync(stranger, Now, cancellationToken), Is.Null);
            Assert.That(await store.ReadChainAsync(stranger, Now, Now, cancellationToken), Is.Empty);
            Assert.That(await store.FindByItemsAsync("you", kept.ItemIds, Now, cancellationToken), Is.Empty);
            Assert.That(await store.ReadEventsAsync(stranger, 0, cancellationToken), Is.Empty);
            Assert.That(await store.UpdateAsync(kept with { Key = stranger, Status = "failed" }, cancellationToken), Is.False);
            Assert.That(await store.DeleteAsync(stranger, Now, cancellationToken), Is.False);
            Assert.That((await store.FindAsync(kept.Key, Now, cancellationToken))?.Status, Is.EqualTo("in_progress"));
            Assert.That(await store.ReadEventsAsync(kept.Key, 0, cancellationToken), Has.Count.EqualTo(1));
        });
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_chain_is_read_from_its_first_turn_on_and_no_further_than_its_owner(CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(kind, cancellationToken);
        await store.AddAsync(Stores.Response("resp_0", owner: "you"), [], cancellationToken);
        await store.AddAsync(Stores.Response("resp_1", previous: "resp_0"), [], cancellationToken);
        for (var turn = 2; turn <= 200; turn++)
        {
            await store.AddAsync(Stores.Response($"resp_{turn}", previous: $"resp_{turn - 1}"), [], cancellationToken);
        }

        var chain = await store.ReadChainAsync(new ResponseKey("me", "resp_200"), Now, Now, cancellationToken);

        Assert.That(
            chain.Select(static response => response.Key.Id), Is.EqualTo(Enumerable.Range(1, 200).Select(static turn => $"resp_{turn}")));
        Assert.That(chain[0].PreviousId, Is.EqualTo("resp_0"));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task What_was_deleted_is_gone_with_its_events_and_a_chain_over_it_breaks(CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(kind, cancellationToken);
        await store.AddAsync(Stores.Response("resp_1"), [], cancellationToken);
        await store.AddAsync(Stores.Response("resp_2", previous: "resp_1"), [Stores.Json("events")], cancellationToken);
        await store.AddAsync(Stores.Response("resp_3", previous: "resp_2"), [], cancellationToken);
        var middle = new ResponseKey("me", "resp_2");

        var deleted = (await store.DeleteAsync(middle, Now, cancellationToken), await store.DeleteAsync(middle, Now, cancellationToken));
        var chain = await store.ReadChainAsync(middle with { Id = "resp_3" }, Now, Now, cancellationToken);

        Assert.Multiple(async () =>
        {
            Assert.That(deleted, Is.EqualTo((true, false)));
            Assert.That(
                chain.Select(static response => (response.Key.Id, response.PreviousId)), Is.EqualTo(new[] { ("resp_3", "resp_2") }));
            Assert.That(await store.ReadEventsAsync(middle, 0, cancellationToken), Is.Empty);
            Assert.That(await store.FindByItemsAsync("me", ["in_resp_2"], Now, cancellationToken), Is.Empty);
        });
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Items_lead_to_the_responses_that_hold_them(CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(kind, cancellationToken);
        await store.AddAsync(Stores.Response("resp_1"), [], cancellationToken);
        await store.AddAsync(Stores.Response("resp_2"), [], cancellationToken);

        var found = await store.FindByItemsAsync("me", ["out_resp_1", "in_resp_1", "out_resp_9"], Now, cancellationToken);

        Assert.That(found.Select(static response => response.Key.Id), Is.EqualTo(new[] { "resp_1" }));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task What_is_over_stays_as_it_is(CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(kind, cancellationToken);
        var running = Stores.Response("resp_1", status: "queued") with { KeptInput = Stores.Json("[1]") };
        await store.AddAsync(running, [], cancellationToken);

        var first = await store.UpdateAsync(running with { Status = "in_progress" }, cancellationToken);
        var second = await store.UpdateAsync(
            running with { Status = "cancelled", LeaseUntil = null, ItemIds = ["x"], KeptInput = null, KeptItems = Stores.Json("[2]") },
            cancellationToken);
        var third = await store.UpdateAsync(running with { Status = "completed" }, cancellationToken);
        var found = await store.FindAsync(running.Key, Now, cancellationToken);

        Assert.That((first, second, third), Is.EqualTo((true, true, false)));
        Assert.That((found!.Status, found.LeaseUntil), Is.EqualTo(("cancelled", (DateTimeOffset?)null)));
        Assert.That((await store.FindByItemsAsync("me", ["x"], Now, cancellationToken)).Count, Is.EqualTo(1));
        Assert.That(
            (found.KeptInput!.Value.ToArray(), found.KeptItems!.Value.ToArray()),
            Is.EqualTo((Stores.Json("[1]").ToArray(), Stores.Json("[2]").ToArray())));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Events_are_read_from_any_part_on_and_a_part_is_added_once(CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(kind, cancellationToken);
        var response = Stores.Response("resp_1", status: "in_progress");
        await store.AddAsync(response, [Stores.Json("a"), Stores.Json("b")], cancellationToken);

        await store.AddEventsAsync(response.Key, 2, Stores.Json("c"), cancellationToken);
        await store.AddEventsAsync(response.Key, 2, Stores.Json("again"), cancellationToken);
        await store.AddEventsAsync(response.Key with { Id = "resp_gone" }, 0, Stores.Json("d"), cancellationToken);
        var parts = await store.ReadEventsAsync(response.Key, 1, cancellationToken);

        Assert.That(parts.Select(static part => System.Text.Encoding.UTF8.GetString(part.Span)), Is.EqualTo(new[] { "b", "c" }));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task What_is_past_its_time_is_not_found_and_is_swept(CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(kind, cancellationToken);
        var old = Stores.Response("resp_1");
        var young = Stores.Response("resp_2") with { KeptUntil = Now + Stores.TimeToLive + TimeSpan.FromHours(1) };
        await store.AddAsync(old, [], cancellationToken);
        await store.AddAsync(young, [], cancellationToken);
        var later = Now + Stores.TimeToLive;

        var found = (await store.FindAsync(old.Key, later, cancellationToken), await store.FindAsync(young.Key, later, cancellationToken));
        var swept = (await store.SweepAsync(later, cancellationToken), await store.SweepAsync(later, cancellationToken));

        Assert.That((found.Item1, found.Item2?.Key), Is.EqualTo(((StoredResponse?)null, (ResponseKey?)young.Key)));
        Assert.That(swept, Is.EqualTo((1, 0)));
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task Turns_that_are_built_upon_are_kept_longer(CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(kind, cancellationToken);
        await store.AddAsync(Stores.Response("resp_1"), [], cancellationToken);
        await store.AddAsync(Stores.Response("resp_2", previous: "resp_1"), [], cancellationToken);
        await store.AddAsync(Stores.Response("resp_3"), [], cancellationToken);
        var later = Now + (Stores.TimeToLive / 2);

        await store.ReadChainAsync(new ResponseKey("me", "resp_2"), later, later + Stores.TimeToLive, cancellationToken);
        var swept = await store.SweepAsync(Now + Stores.TimeToLive, cancellationToken);

        Assert.That(swept, Is.EqualTo(1));
        Assert.That(await store.FindAsync(new ResponseKey("me", "resp_1"), later, cancellationToken), Is.Not.Null);
    }

    [Test]
    [CancelAfter(Patience)]
    public async Task A_lease_that_is_not_renewed_is_lost(CancellationToken cancellationToken)
    {
        await using var store = await Stores.OpenAsync(kind, cancellationToken);
        await store.AddAsync(Stores.Response("resp_1", status: "in_progress"), [], cancellationToken);
        await store.AddAsync(Stores.Response("resp_2", status: "queued"), [], cancellationToken);
        await store.AddAsync(Stores.Response("resp_3"), [], cancellationToken);
        var later = Now + TimeSpan.FromMinutes(1);

        var renewed = await store.RenewAsync(["resp_2", "resp_3", "resp_gone"], later + TimeSpan.FromSeconds(30), cancellationToken);
        var lost = await store.FindLostAsync(later, cancellationToken);

        Assert.That(renewed, Is.EqualTo(new[] { "resp_2" }));
        Assert.That(lost.Select(static response => response.Key.Id), Is.EqualTo(new[] { "resp_1" }));
    }

    private static StoredResponse Bare(StoredResponse response) =>
        response with { Response = default, Input = default, ItemIds = [], KeptInput = null, KeptItems = null };
}
