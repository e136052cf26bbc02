using System.Text;
using Conformance.Recording;
using NUnit.Framework;

namespace Conformance.Tests.Recording;

internal sealed class EventSpotterTests
{
    private const string Stream =
        ": hello\n\nevent: response.created\ndata: {\"response\":{\"type\":\"x\"},\n" +
        "data: \"type\":\"response.created\"}\n\nevent: named\ndata:no json\nid: 1\n\nevent: empty\n\ndata: {\"type\":\"response.é\"}\n\n"
            + "data: [DONE]\n\ndata: cut";

    private static readonly string[] Expected = ["comment", "response.created", "named", "response.é", ""];

    [Test]
    public void Events_are_named_however_the_bytes_arrive([Values("\n", "\r\n", "\r")] string newline)
    {
        var bytes = Encoding.UTF8.GetBytes(Stream.Replace("\n", newline, StringComparison.Ordinal));

        Assert.Multiple(() =>
        {
            for (var cut = 0; cut <= bytes.Length; cut++)
            {
                Assert.That(Types(bytes[..cut], bytes[cut..]), Is.EqualTo(Expected), $"cut at {cut}");
            }
        });
    }

    [Test]
    public void Events_are_named_byte_by_byte([Values("\n", "\r\n", "\r")] string newline)
    {
        var bytes = Encoding.UTF8.GetBytes("\uFEFF" + Stream.Replace("\n", newline, StringComparison.Ordinal));

        Assert.That(Types([.. bytes.Select(one => new[] { one })]), Is.EqualTo(Expected));
    }

    [Test]
    public void An_event_ends_behind_its_blank_line([Values("\n", "\r\n", "\r")] string newline)
    {
        var first = $"data: 1{newline}{newline}";

        var spotted = new EventScanner().Feed(Encoding.UTF8.GetBytes(first + first));

        Assert.That(spotted.Select(seen => seen.End), Is.EqualTo(new[] { first.Length, 2 * first.Length }));
    }

    [Test]
    public void A_comment_is_seen_as_soon_as_its_line_has_ended()
    {
        var spotted = new EventScanner().Feed(": keep-alive\n\n"u8);

        Assert.That(spotted, Is.EqualTo(new[] { new SpottedEvent("comment", 13) }));
    }

    [Test]
    public void A_type_that_is_no_string_is_no_type()
    {
        var spotted = new EventScanner().Feed("event: named\ndata: {\"type\":7}\n\n"u8);

        Assert.That(spotted.Single().Type, Is.EqualTo("named"));
    }

    private static string[] Types(params byte[][] reads)
    {
        var spotter = new EventScanner();
        return [.. reads.SelectMany(read => spotter.Feed(read)).Select(seen => seen.Type)];
    }
}
