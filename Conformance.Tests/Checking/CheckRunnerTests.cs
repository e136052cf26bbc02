using System.Text.Json.Nodes;
using Conformance.Checking;
using Conformance.Checking.Rules;
using Conformance.Results;
using Conformance.Turns;
using NUnit.Framework;

namespace Conformance.Tests.Checking;

internal sealed class CheckRunnerTests
{
    private const int Rounds = 1500;

    [Test]
    public void A_check_that_throws_is_a_broken_harness_and_the_others_still_speak()
    {
        var turn = GoodStreams.Text.ToTurn();

        var report = CheckRunner.Run(turn, [new Throwing(), new Speaking(), new ThrowingLate()]);

        Assert.Multiple(() =>
        {
            Assert.That(report.Findings.Select(finding => finding.Check), Is.EqualTo(new[] { "speaking" }));
            Assert.That(
                report.BrokenChecks.Select(broken => broken.ToString()),
                Is.EqualTo(new[] { "throwing: InvalidOperationException: at once", "throwing-late: InvalidOperationException: later" }));
        });
    }

    [Test]
    public void Readers_that_disagree_are_a_broken_harness()
    {
        var turn = GoodStreams.Text.ToTurn();

        var report = CheckRunner.Run(turn with { Wire = turn.Wire! with { Events = [.. turn.Wire.Events.Take(3)] } }, []);

        Assert.That(report.BrokenChecks.Single().Check, Is.EqualTo("second-reader"));
    }

    [Test]
    public void Findings_come_by_event_then_by_weight_and_those_without_an_event_last()
    {
        var turn = GoodStreams.Text.ToTurn();

        var report = CheckRunner.Run(turn, [new Speaking(null, 5, 2), new Speaking(2) { Severity = Severity.Warning }]);

        Assert.That(report.Findings.Select(finding => (finding.Event, finding.Severity)), Is.EqualTo(new[]
        {
            ((int?)2, Severity.Error), (2, Severity.Warning), (5, Severity.Error), (null, Severity.Error),
        }));
    }

    [Test]
    public void Ids_and_numbers_are_each_given_once()
    {
        Assert.Multiple(() =>
        {
            Assert.That(CheckCatalog.Infos.Select(info => info.Id), Is.Unique.And.All.Matches("^[a-z0-9]+(-[a-z0-9]+)*$"));
            Assert.That(CheckCatalog.Infos.Select(info => info.Rule), Is.Unique.And.All.Matches("^[VC][0-9]{2}$"));
        });
    }

    [Test]
    public void No_mutilated_json_makes_a_check_throw()
    {
        var random = new Random(4711);
        var streams = GoodStreams.All.Values.ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var stream = streams[random.Next(streams.Count)];
            for (var times = random.Next(1, 5); times > 0; times--)
            {
                stream = Mutilate(stream, random);
            }

            Assert.That(CheckRunner.Run(stream.ToTurn()).BrokenChecks, Is.Empty, $"round {round}");
        }
    }

    [Test]
    public void No_mutilated_bytes_make_a_check_throw()
    {
        var random = new Random(4712);
        var streams = GoodStreams.All.Values.ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var stream = streams[random.Next(streams.Count)];
            var body = stream.ToBytes().ToList();
            for (var times = random.Next(1, 6); times > 0; times--)
            {
                Mutilate(body, random);
            }

            Assert.That(CheckRunner.Run(stream.Turn([.. body])).BrokenChecks, Is.Empty, $"round {round}");
        }
    }

    private static TestStream Mutilate(TestStream stream, Random random)
    {
        var frames = stream.Frames.ToList();
        var at = random.Next(frames.Count);
        switch (random.Next(4))
        {
            case 0 when frames.Count > 1:
                frames.RemoveAt(at);
                break;
            case 1:
                frames.Insert(random.Next(frames.Count), frames[at]);
                break;
            default:
                if (frames[at].Json?.DeepClone() is JsonObject json)
                {
                    Mutilate(json, random);
                    frames[at] = frames[at] with { Json = json };
                }

                break;
        }

        return stream with { Frames = frames };
    }

    /// <summary>Walks down some way and puts another kind of value in, or takes a member away.</summary>
    private static void Mutilate(JsonObject json, Random random)
    {
        while (json.Count > 0)
        {
            var (name, value) = json.ElementAt(random.Next(json.Count));
            var inner = value switch
            {
                JsonObject child => child,
                JsonArray { Count: > 0 } list => list[random.Next(list.Count)] as JsonObject,
                _ => null,
            };
            if (inner is { Count: > 0 } && random.Next(3) > 0)
            {
                json = inner;
                continue;
            }

            if (random.Next(4) == 0)
            {
                json.Remove(name);
            }
            else
            {
                json[name] = Strange(random);
            }

            return;
        }
    }

    private static JsonNode? Strange(Random random) => random.Next(12) switch
    {
        0 => null,
        1 => "",
        2 => -1,
        3 => 1.5,
        4 => 9223372036854775807,
        5 => JsonNode.Parse("1e400"),
        6 => new JsonArray(),
        7 => new JsonArray(null, 3, "x", new JsonArray(), new JsonObject()),
        8 => new JsonObject(),
        9 => true,
        10 => "response.output_text.delta",
        _ => "msg_1",
    };

    private static void Mutilate(List<byte> body, Random random)
    {
        var at = random.Next(body.Count);
        switch (random.Next(4))
        {
            case 0:
                body[at] = (byte)random.Next(256);
                break;
            case 1 when body.Count > 200:
                body.RemoveRange(at, Math.Min(random.Next(60), body.Count - at));
                break;
            case 2:
                body.InsertRange(at, body.GetRange(at, Math.Min(random.Next(200), body.Count - at)));
                break;
            default:
                body.Insert(at, (byte)"\r\n:{}[]\"\\,\0"[random.Next(11)]);
                break;
        }
    }

    private sealed class Throwing : ICheck
    {
        public CheckInfo Info { get; } = new("throwing", "V90", Severity.Error, "", "");

        public RuleScope Scope => RuleScope.Stream;

        public IEnumerable<Finding> Examine(RecordedTurn turn) => throw new InvalidOperationException("at once");
    }

    private sealed class ThrowingLate : ICheck
    {
        public CheckInfo Info { get; } = new("throwing-late", "V91", Severity.Error, "", "");

        public RuleScope Scope => RuleScope.Stream;

        public IEnumerable<Finding> Examine(RecordedTurn turn)
        {
            yield return Info.Find("Something.");
            throw new InvalidOperationException("later");
        }
    }

    private sealed class Speaking(params int?[] events) : ICheck
    {
        public Severity Severity { get; init; } = Severity.Error;

        public CheckInfo Info { get; } = new("speaking", "V92", Severity.Error, "", "");

        public RuleScope Scope => RuleScope.Stream;

        public IEnumerable<Finding> Examine(RecordedTurn turn) =>
            (events.Length == 0 ? [null] : events).Select(place => Info.Find($"At {place}.", severity: Severity) with { Event = place });
    }
}
