using System.Text.RegularExpressions;
using Conformance.Checking;
using NUnit.Framework;

namespace Conformance.Tests.Checking;

/// <summary>Ten recorded streams, damaged in each place: some rule finds it, or it stands on the list of what harms nobody.</summary>
[CancelAfter(60_000)]
internal sealed class DamageTests
{
    private static readonly string[] Streams =
        ["text", "refusal", "reasoning-summary", "reasoning-text", "one-call", "parallel-calls", "custom-call", "incomplete", "failed", "annotations"];

    [TestCaseSource(nameof(Streams))]
    public void A_recorded_stream_has_no_finding(string name) => Assert.That(CheckRunner.Run(TestStream.Recorded(name).AsRecorded().ToTurn()).Findings, Is.Empty);

    [TestCaseSource(nameof(Streams))]
    public void A_damaged_member_is_found(string name)
    {
        var unseen = StreamDamage.ToMembers(TestStream.Recorded(name).AsRecorded()).Where(damage => !IsFound(damage)).ToList();

        Assert.That(unseen.Where(damage => !IsHarmless(damage)).Select(damage => $"{damage.Name} ({damage.Place})"), Is.Empty);
    }

    [TestCaseSource(nameof(Streams))]
    public void A_damaged_order_is_found(string name)
    {
        var unseen = StreamDamage.ToEvents(TestStream.Recorded(name)).Where(damage => !IsFound(damage)).ToList();

        Assert.That(unseen.Where(damage => !IsHarmless(damage)).Select(damage => $"{damage.Name} ({damage.Place})"), Is.Empty);
    }

    [Test]
    public void The_list_of_what_is_harmless_holds_nothing_that_is_found()
    {
        var unseen = Streams.Select(TestStream.Recorded)
            .SelectMany(stream => StreamDamage.ToMembers(stream.AsRecorded()).Concat(StreamDamage.ToEvents(stream)))
            .Where(damage => !IsFound(damage)).Select(damage => damage.Name).Distinct().ToList();

        Assert.That(HarmlessDamage.All.Where(harmless => !unseen.Exists(name => Matches(harmless, name))).Select(harmless => harmless.Pattern), Is.Empty);
    }

    private static bool IsFound(StreamDamage damage) => CheckRunner.Run(damage.Stream.ToTurn()) is var report && (report.Findings.Count > 0 || report.BrokenChecks.Count > 0);

    private static bool IsHarmless(StreamDamage damage) => HarmlessDamage.All.Any(harmless => Matches(harmless, damage.Name));

    private static bool Matches(HarmlessDamage harmless, string name) => Regex.IsMatch(name, $"^({harmless.Pattern})$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
}
