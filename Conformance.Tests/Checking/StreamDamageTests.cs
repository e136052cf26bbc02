using System.Collections.Concurrent;
using Conformance.Checking;
using Conformance.Checking.Rules;
using NUnit.Framework;

namespace Conformance.Tests.Checking;

/// <summary>Ten recorded streams, damaged in each place: some rule finds it, or it stands on the list of what harms nobody.</summary>
[CancelAfter(60_000)]
internal sealed class StreamDamageTests
{
    private static readonly string[] Streams =
    [
        "text", "refusal", "reasoning-summary", "reasoning-text", "one-call", "parallel-calls", "custom-call", "incomplete", "failed",
        "annotations",
    ];

    // Two tests ask for each.
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<StreamDamage>>> Members = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<StreamDamage>>> Events = new(StringComparer.Ordinal);

    [TestCaseSource(nameof(Streams))]
    public void A_recorded_stream_has_no_finding(string name) =>
        Assert.That(CheckRunner.Run(TestStream.Recorded(name).AsRecorded().ToTurn()).Findings, Is.Empty);

    [TestCaseSource(nameof(Streams))]
    public void A_damaged_member_is_found(string name) => AssertFound(name, UnseenMembers(name));

    [TestCaseSource(nameof(Streams))]
    public void A_damaged_order_is_found(string name) => AssertFound(name, UnseenEvents(name));

    [Test]
    public void The_list_of_what_is_harmless_holds_nothing_that_is_found()
    {
        var unseen = Streams.SelectMany(name => UnseenMembers(name).Concat(UnseenEvents(name)).Select(damage => (name, damage))).ToList();

        Assert.That(HarmlessDamage.All.Where(harmless => !unseen.Exists(one => harmless.Covers(one.name, one.damage)))
            .Select(harmless => harmless.Pattern), Is.Empty);
    }

    private static void AssertFound(string stream, IReadOnlyList<StreamDamage> unseen)
    {
        var lines = unseen.Where(damage => !HarmlessDamage.All.Any(harmless => harmless.Covers(stream, damage)))
            .Select(damage => $"{damage.Name} ({damage.Place})")
            .ToList();

        Assert.That(lines, Is.Empty, () => string.Join('\n', lines));
    }

    private static IReadOnlyList<StreamDamage> UnseenMembers(string name) =>
        Members.GetOrAdd(name, static key => Unseen(() => StreamDamage.ToMembers(TestStream.Recorded(key).AsRecorded()))).Value;

    private static IReadOnlyList<StreamDamage> UnseenEvents(string name) =>
        Events.GetOrAdd(name, static key => Unseen(() => StreamDamage.ToEvents(TestStream.Recorded(key)))).Value;

    private static Lazy<IReadOnlyList<StreamDamage>> Unseen(Func<IEnumerable<StreamDamage>> damages) =>
        new(() =>
        {
            var checks = CheckCatalog.All.ToList();
            return [.. damages().Where(damage => !IsFound(damage, checks))];
        });

    // Neighbouring damages are mostly found by the same rule, so the last one that found something is asked first.
    private static bool IsFound(StreamDamage damage, List<ICheck> checks)
    {
        var turn = damage.Stream.ToTurn();
        for (var i = 0; i < checks.Count; i++)
        {
            var check = checks[i];
            if (CheckRunner.Run(turn, [check]) is { Findings: [], BrokenChecks: [] })
            {
                continue;
            }

            checks.RemoveAt(i);
            checks.Insert(0, check);
            return true;
        }

        return false;
    }
}
