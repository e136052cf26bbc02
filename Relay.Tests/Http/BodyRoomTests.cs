using NUnit.Framework;
using Relay.Http;

namespace Relay.Tests.Http;

internal sealed class BodyRoomTests
{
    [Test]
    public void Room_that_two_threads_give_back_is_given_back_once()
    {
        const int Rounds = 50_000;
        const int Patience = 2_000;
        using var budget = new BodyBudget(long.MaxValue);
        var rooms = Enumerable.Range(0, Rounds).Select(_ => budget.Open()).ToList();
        rooms.ForEach(static room => room.TryHold(1000));
        var arrived = 0;

        Parallel.Invoke(GiveBack, GiveBack);

        Assert.That(budget.Held, Is.Zero);

        // Both threads meet before each room without sleeping, so that they come to it within nanoseconds.
        void GiveBack()
        {
            for (var i = 0; i < Rounds; i++)
            {
                Interlocked.Increment(ref arrived);
                for (var spins = 0; Volatile.Read(ref arrived) < 2 * (i + 1); spins++)
                {
                    if (spins > Patience)
                    {
                        Thread.Yield();
                    }
                }

                rooms[i].Dispose();
            }
        }
    }

    [Test]
    public void Room_that_was_taken_over_is_given_back_by_the_new_holder()
    {
        using var budget = new BodyBudget(1000);
        var room = budget.Open();
        room.TryHold(600);

        var other = room.TakeOver();
        room.Dispose();
        var held = budget.Held;
        other.Dispose();
        other.TakeOver().Dispose();

        Assert.That((held, budget.Held), Is.EqualTo((600L, 0L)));
    }

    [Test]
    public void Room_that_was_given_back_is_not_held_again()
    {
        using var budget = new BodyBudget(1000);
        var room = budget.Open();
        room.TryHold(600);
        room.Shrink(500);
        var shrunk = budget.Held;

        room.Dispose();
        room.Shrink(100);

        Assert.That((shrunk, budget.Held, room.TryHold(10)), Is.EqualTo((500L, 0L, true)));
    }
}
