using System.Text;
using Conformance.Reading;
using NUnit.Framework;

namespace Conformance.Tests.Reading;

internal sealed class SecondReaderTests
{
    [TestCase("")]
    [TestCase("data: a\n\n")]
    [TestCase("event: x\ndata: a\ndata: b\n\ndata: c\r\n\r\n: ping\r\rdata: d\r\r")]
    [TestCase("event:\ndata: x\n\n")]
    [TestCase("data: a\n\nevent: cut\ndata: off")]
    [TestCase("id: 1\n\nfoo: 3\n\ndata\n\n")]
    [TestCase("\uFEFFdata: x\n\n")]
    [TestCase("event: ping\n\ndata: x\n\ndata: y\n\n")]
    public void Both_readers_see_the_same(string body)
    {
        var recorded = Recordings.Whole(body);

        var agreement = SecondReader.Compare(recorded, WireReader.Read(recorded));

        Assert.That(agreement.Difference, Is.Null);
        Assert.That(agreement.Agrees, Is.True);
    }

    [Test]
    public void Any_mixture_of_lines_is_the_same_to_both_readers()
    {
        string[] pieces =
        [
            "data: a",
            "data:b",
            "data",
            "event: x",
            "event:",
            ": comment",
            "id: 1",
            "retry: 5",
            "other: y",
            "",
            "",
            "",
            " data: z",
            "data: é漢😀",
            ":",
        ];
        string[] ends = ["\n", "\r\n", "\r"];
        var random = new Random(20260301);
        for (var round = 0; round < 2000; round++)
        {
            var body = new StringBuilder(random.Next(4) == 0 ? "\uFEFF" : "");
            for (var line = random.Next(12); line >= 0; line--)
            {
                body.Append(pieces[random.Next(pieces.Length)]).Append(ends[random.Next(3)]);
            }

            var recorded = Recordings.Whole(body.ToString());

            Assert.That(SecondReader.Compare(recorded, WireReader.Read(recorded)).Difference, Is.Null, body.ToString());
        }
    }

    [Test]
    public void A_body_that_is_not_utf_8_is_not_compared()
    {
        var recorded = Recordings.Cut([.. "data: "u8, 0xF0, 0x9F, 0x98, .. "x\n\n"u8]);

        Assert.That(SecondReader.Compare(recorded, WireReader.Read(recorded)).Agrees, Is.True);
    }

    [Test]
    public void An_event_that_one_reader_misses_is_a_difference()
    {
        var recorded = Recordings.Whole("data: a\n\ndata: b\n\n");
        var wire = WireReader.Read(recorded);

        var fewer = SecondReader.Compare(recorded, wire with { Events = [wire.Events[0]] });
        var other = SecondReader.Compare(recorded, wire with { Events = [wire.Events[0], wire.Events[1] with { Data = "c" }] });
        var more = SecondReader.Compare(recorded, wire with { Events = [.. wire.Events, wire.Events[1]] });

        Assert.Multiple(() =>
        {
            Assert.That(fewer.Difference, Does.Contain("event 1 that the first does not see"));
            Assert.That(other.Difference, Does.StartWith("Event 1 is"));
            Assert.That(more.Difference, Does.Contain("sees 3 events, the second 2"));
        });
    }
}
