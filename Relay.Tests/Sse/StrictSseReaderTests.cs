using System.Text;
using NUnit.Framework;
using Relay.Compat;
using Relay.Sse;

namespace Relay.Tests.Sse;

/// <summary>The reader of the older systems: server-sent events strictly as WHATWG defines them.</summary>
internal sealed class StrictSseReaderTests
{
    [TestCase("data: {}\n\ndata: [DONE]\n\n", ExpectedResult = "{}|[DONE]")]
    [TestCase("data:a\r\rdata: b\r\n\r\n", ExpectedResult = "a|b")]
    [TestCase("data: a\ndata: b\n\n", ExpectedResult = "a\nb")]
    [TestCase("\uFEFFdata: a\n\n", ExpectedResult = "a")]
    [TestCase("event: error\nid: 1\nretry: 2\n: comment\ndata: a\n\n", ExpectedResult = "a")]
    [TestCase("data\n\ndata:\n\ndata: a\n\n", ExpectedResult = "a")]
    [TestCase("data: a\n\ndata: lost\n", ExpectedResult = "a")]
    [TestCase("[DONE]\n\ndatum: a\n\n", ExpectedResult = "")]
    public string Events_are_the_same_wherever_the_bytes_are_split(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var whole = Read([bytes]);

        for (var split = 0; split <= bytes.Length; split++)
        {
            Assert.That(Read([bytes[..split], bytes[split..]]), Is.EqualTo(whole), $"split at {split}");
        }

        Assert.That(Read([.. bytes.Select(static single => new[] { single })]), Is.EqualTo(whole), "byte by byte");
        return whole;
    }

    [Test]
    public void An_event_above_the_limit_is_reported()
    {
        using var reader = new StrictSseReader(maxEventBytes: 8);

        ReadOnlySpan<byte> unread = "data: 123456789"u8;
        var isFrame = reader.TryRead(ref unread, out var frame);

        Assert.That((isFrame, frame.Kind), Is.EqualTo((true, SseFrameKind.TooLarge)));
    }

    [TestCase("data: a", ExpectedResult = false)]
    [TestCase("<html>\n", ExpectedResult = false)]
    [TestCase(": comment\n", ExpectedResult = true)]
    public bool A_body_is_recognised_by_its_first_field(string text)
    {
        using var reader = new StrictSseReader(maxEventBytes: 1024);

        ReadOnlySpan<byte> unread = Encoding.UTF8.GetBytes(text);
        reader.TryRead(ref unread, out _);

        return reader.Recognised;
    }

    private static string Read(byte[][] pieces)
    {
        using var reader = new StrictSseReader(maxEventBytes: 1024);
        List<string> events = [];
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> unread = piece;
            while (reader.TryRead(ref unread, out var frame))
            {
                events.Add(Encoding.UTF8.GetString(frame.Payload));
            }
        }

        Assert.That(reader.TryReadLast(out _), Is.False);
        return string.Join('|', events);
    }
}
