using MockUpstream.Contract;
using MockUpstream.Tests.Support;
using NUnit.Framework;
using Scenarios.Model;
using static Testing.Support.Make;

namespace MockUpstream.Tests.Playing;

/// <summary>Streams that keep to a rate: lateness must not add up.</summary>
[CancelAfter(120_000)]
[NonParallelizable]
internal sealed class StreamRateTests
{
    private const int Streams = 200;
    private const int Steps = 60;
    private const int PerSecond = 20;
    private const int Tries = 4;

    // On a machine that does nothing else the last step is a millisecond late. Lateness that added up would be a third of the whole at 200
    // streams.
    private const double MostDrift = 0.01;

    [Test]
    public async Task Two_hundred_streams_drift_by_less_than_a_hundredth(CancellationToken cancellationToken)
    {
        // A machine that has no time for the tests in the last second makes every step of it late; lateness that adds up does so each time.
        (double Median, double Late) drift = (double.MaxValue, double.MaxValue);
        for (var tried = 0; tried < Tries && !(Math.Abs(drift.Median) <= MostDrift && drift.Late <= MostDrift); tried++)
        {
            drift = await DriftAsync(cancellationToken);
        }

        Assert.That(Math.Abs(drift.Median), Is.LessThanOrEqualTo(MostDrift), "the median stream");
        Assert.That(drift.Late, Is.LessThanOrEqualTo(MostDrift), "nine streams of ten");
    }

    [Test]
    public async Task A_late_step_does_not_delay_those_after_it(CancellationToken cancellationToken)
    {
        var time = new ManualTime();
        var exchange = Exchange(Raw("a"), Raw("b"), Raw("c")) with { Pace = new Pace { First = At(10), PerSecond = 100 } };
        await using var stage = await Stage.OpenAsync(Scenario([exchange]), new MockUpstreamOptions { Time = time }, cancellationToken);
        using var peer = await stage.AskAsync(cancellationToken);

        await time.ArmedAsync(At(10), cancellationToken);
        time.AdvanceTo(At(17));
        await time.ArmedAsync(At(20), cancellationToken);
        time.AdvanceTo(At(20));
        await time.ArmedAsync(At(30), cancellationToken);
        time.AdvanceTo(At(30));
        await peer.ReadUntilAsync("0\r\n\r\n", cancellationToken);

        var record = (await stage.Playback.EndTurnAsync(TimeSpan.Zero, cancellationToken)).Exchanges.Single();
        Assert.That(
            record.Writes.Select(write => time.GetElapsedTime(ManualTime.Origin, write.At).TotalMilliseconds),
            Is.EqualTo(new[] { 17.0, 20.0, 30.0 }));
    }

    /// <summary>Plays all streams, and returns by which part of its length the median stream is late, and nine of ten at most.</summary>
    private static async Task<(double Median, double Late)> DriftAsync(CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var exchange = Exchange(Repeat(Steps, Raw("x"))) with { Pace = new Pace { PerSecond = PerSecond } };
        await using var stage = await Stage.OpenAsync(Scenario([.. Enumerable.Repeat(exchange, Streams)]), new(), cancellationToken);

        var peers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(async _ =>
        {
            var peer = await stage.AskAsync(cancellationToken);
            await peer.ReadUntilAsync("0\r\n\r\n", cancellationToken);
            return peer;
        }));
        foreach (var peer in peers)
        {
            peer.Dispose();
        }

        var record = await stage.Playback.EndTurnAsync(TimeSpan.FromSeconds(10), cancellationToken);

        // A pause of the whole machine delays a step; by absolute deadlines the steps after it are on time again. The least late of the
        // last third says whether lateness has added up, whatever else ran meanwhile.
        var gap = TimeSpan.FromSeconds(1) / PerSecond;
        var drifts = record.Exchanges.Select(played =>
        {
            var late = played.Writes.Select((write, index) => time.GetElapsedTime(played.Writes[0].At, write.At) - (index * gap)).ToList();
            return late[(Steps * 2 / 3)..].Min() / (Steps * gap);
        }).Order().ToList();
        Assert.That(drifts, Has.Count.EqualTo(Streams));
        return (drifts[Streams / 2], drifts[Streams * 9 / 10]);
    }

    private static TimeSpan At(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
