using NUnit.Framework;
using Relay.Storing;

namespace Relay.Tests.Storing;

/// <summary>The store in memory makes room for itself.</summary>
[TestFixture]
internal sealed class MemoryStoreTests
{
    private static readonly DateTimeOffset Now = Stores.Start;

    [Test]
    public async Task The_oldest_make_room_and_what_was_built_upon_is_not_old()
    {
        await using var store = new MemoryStore(maxBytes: 3 * 20_000);

        // Three fit.
        await AddAsync(store, "resp_1");
        await AddAsync(store, "resp_2");
        await store.ReadChainAsync(new ResponseKey("me", "resp_1"), Now, Now + Stores.TimeToLive, CancellationToken.None);

        await AddAsync(store, "resp_3");
        await AddAsync(store, "resp_4");

        Assert.That(await IdsAsync(store, 4), Is.EqualTo(new[] { "resp_1", "resp_3", "resp_4" }));
        Assert.That(store.Bytes, Is.LessThanOrEqualTo(3 * 20_000));
    }

    [Test]
    public async Task What_is_still_being_made_does_not_make_room()
    {
        await using var store = new MemoryStore(maxBytes: 30_000);
        await store.AddAsync(Stores.Response("resp_1", status: "in_progress"), [], CancellationToken.None);

        await AddAsync(store, "resp_2");
        await AddAsync(store, "resp_3");

        Assert.That(await IdsAsync(store, 3), Is.EqualTo(new[] { "resp_1", "resp_3" }));
    }

    [Test]
    public async Task One_that_is_larger_than_the_store_is_refused_and_drives_out_nothing()
    {
        await using var store = new MemoryStore(maxBytes: 30_000);
        await AddAsync(store, "resp_1");
        var before = store.Bytes;

        Assert.That(() => AddAsync(store, "resp_2", 40_000), Throws.TypeOf<StoreFullException>());

        Assert.That((await IdsAsync(store, 2), store.Bytes), Is.EqualTo((new[] { "resp_1" }, before)));
    }

    [Test]
    public async Task One_that_grows_larger_than_the_store_stays_as_it_was()
    {
        await using var store = new MemoryStore(maxBytes: 30_000);
        await AddAsync(store, "resp_1");
        var running = Stores.Response("resp_2", owner: "you", status: "in_progress");
        var grown = Stores.Response("resp_3", owner: "you", status: "in_progress");
        await store.AddAsync(running, [], CancellationToken.None);
        await store.AddAsync(grown, [], CancellationToken.None);
        var before = store.Bytes;

        Assert.Multiple(() =>
        {
            Assert.That(
                () => store.AddEventsAsync(running.Key, 0, new byte[40_000], CancellationToken.None),
                Throws.TypeOf<StoreFullException>());
            Assert.That(
                () => store.UpdateAsync(grown with { Status = "completed", Response = new byte[40_000] }, CancellationToken.None),
                Throws.TypeOf<StoreFullException>());
        });

        Assert.That((await IdsAsync(store, 3), store.Count, store.Bytes), Is.EqualTo((new[] { "resp_1" }, 3, before)));
        Assert.That((await store.FindAsync(grown.Key, Stores.Start, CancellationToken.None))!.Status, Is.EqualTo("in_progress"));
        Assert.That(
            await store.UpdateAsync(grown with { Status = "failed" }, CancellationToken.None), Is.True, "its failure can be stored");
    }

    [Test]
    public async Task An_owner_makes_room_for_its_own_and_drives_out_no_other()
    {
        await using var store = new MemoryStore(maxBytes: 100_000);
        await AddAsync(store, "resp_1");
        await AddAsync(store, "resp_2");
        for (var number = 0; number < 50; number++)
        {
            await store.AddAsync(Yours(number), [], CancellationToken.None);
        }

        // Each has half of the room: what comes last is kept, and what the others hold stays.
        Assert.That(await IdsAsync(store, 2), Is.EqualTo(new[] { "resp_1", "resp_2" }));
        Assert.That(await store.FindAsync(Yours(49).Key, Now, CancellationToken.None), Is.Not.Null);
        Assert.That(store.Bytes, Is.LessThanOrEqualTo(100_000));

        // An owner that holds less takes room from the one that holds the most.
        await AddAsync(store, "resp_3");
        Assert.That(await IdsAsync(store, 3), Is.EqualTo(new[] { "resp_1", "resp_2", "resp_3" }));

        static StoredResponse Yours(int number) => Stores.Response($"yours_{number}", owner: "you") with { Response = new byte[17_000] };
    }

    [Test]
    public async Task What_an_owner_is_still_making_drives_out_no_other()
    {
        await using var store = new MemoryStore(maxBytes: 100_000);
        await AddAsync(store, "resp_1");
        var refused = 0;
        for (var number = 0; number < 10; number++)
        {
            var running = Stores.Response($"yours_{number}", owner: "you", status: "in_progress") with { Input = new byte[17_000] };
            try
            {
                await store.AddAsync(running, [], CancellationToken.None);
            }
            catch (StoreFullException)
            {
                refused++;
            }
        }

        Assert.That((await IdsAsync(store, 1), refused), Is.EqualTo((new[] { "resp_1" }, 6)));
    }

    [Test]
    public async Task What_only_the_relay_sees_counts_too()
    {
        await using var store = new MemoryStore(maxBytes: 1_000_000);
        var plain = Stores.Response("resp_1");
        await store.AddAsync(plain, [], CancellationToken.None);
        var before = store.Bytes;

        await store.AddAsync(plain with { KeptInput = new byte[2000], KeptItems = new byte[3000] }, [], CancellationToken.None);

        Assert.That(store.Bytes, Is.EqualTo(before + 5000));
    }

    [Test]
    public async Task Everything_counted_is_given_back()
    {
        await using var store = new MemoryStore(maxBytes: 1_000_000);
        var running = Stores.Response("resp_1", status: "in_progress");
        await store.AddAsync(running, [], CancellationToken.None);
        await store.AddEventsAsync(running.Key, 0, new byte[5000], CancellationToken.None);
        await store.UpdateAsync(
            running with { Status = "completed", Response = new byte[7000], KeptItems = new byte[3000], ItemIds = ["a", "b", "c"] },
            CancellationToken.None);
        await AddAsync(store, "resp_2");
        await AddAsync(store, "resp_2");

        await store.DeleteAsync(running.Key, Now, CancellationToken.None);
        await store.SweepAsync(Now + Stores.TimeToLive, CancellationToken.None);

        Assert.That((store.Count, store.Bytes), Is.EqualTo((0, 0L)));
    }

    [Test]
    [NonParallelizable]
    public async Task Memory_is_flat_once_the_cap_is_reached()
    {
        const int Cap = 8 * 1024 * 1024;
        await using var store = new MemoryStore(Cap);
        var most = 0L;
        var full = 0L;
        for (var number = 0; number < 20_000; number++)
        {
            await AddAsync(store, $"resp_{number}", 4_000, $"resp_{number - 1}");
            most = Math.Max(most, store.Bytes);
            if (number == 5_000)
            {
                full = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);

        Assert.That(most, Is.GreaterThan(Cap * 0.9).And.LessThanOrEqualTo(Cap));

        // Other tests run in this process at the same time; 20,000 responses of 4,000 bytes would be 80 MB.
        Assert.That(after - full, Is.LessThan(30 * 1024 * 1024));
    }

    private static Task AddAsync(MemoryStore store, string id, int bytes = 17_000, string? previous = null) =>
        store.AddAsync(Stores.Response(id, previous) with { Response = new byte[bytes] }, [], CancellationToken.None);

    private static async Task<string[]> IdsAsync(MemoryStore store, int upTo)
    {
        var ids = new List<string>();
        for (var number = 1; number <= upTo; number++)
        {
            if (await store.FindAsync(new ResponseKey("me", $"resp_{number}"), Now, CancellationToken.None) is { } found)
            {
                ids.Add(found.Key.Id);
            }
        }

        return [.. ids];
    }
}
