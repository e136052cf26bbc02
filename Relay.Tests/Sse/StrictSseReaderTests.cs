using System.Text;
using System.Text.Unicode;
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
    [TestCase("data\n\ndata:\n\n\nevent: x\n\ndata: a\n\n", ExpectedResult = "||a")]
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

    [TestCase("data: a\n\n: \u00FF\n\ndata: b\n\n", ExpectedResult = "a|!")]
    [TestCase("data: a\n\ndata: \u00FF\n\ndata: b\n\n", ExpectedResult = "a|!")]
    [TestCase("data: a\ndata: \u00FF", ExpectedResult = "!")]
    [TestCase("\u00EF\u00BBdata: a\n\n", ExpectedResult = "!")]
    [TestCase("\u00EF\u00BB", ExpectedResult = "!")]
    [TestCase("\u00EF\u00BB\u0080: a\n\ndata: b\n\n", ExpectedResult = "b")]
    [TestCase("\u00EF\u00BB\u00BF\u00EF\u00BB\u00BFdata: a\n\n", ExpectedResult = "")]
    [TestCase(" data: a\n\n\tdata: b\n\n", ExpectedResult = "")]
    public string After_a_line_that_is_not_text_nothing_is_read(string bytes)
    {
        var whole = Encoding.Latin1.GetBytes(bytes);
        var read = Read([whole], hasRest: true);

        for (var split = 0; split <= whole.Length; split++)
        {
            Assert.That(Read([whole[..split], whole[split..]], hasRest: true), Is.EqualTo(read), $"split at {split}");
        }

        return read;
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

    /// <summary>Returns the payloads, with a mark for one that is not text.</summary>
    private static string Read(byte[][] pieces, bool hasRest = false)
    {
        using var reader = new StrictSseReader(maxEventBytes: 1024);
        List<string> events = [];
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> unread = piece;
            while (reader.TryRead(ref unread, out var frame))
            {
                Add(frame.Payload);
            }
        }

        while (hasRest && reader.TryReadLast(out var last))
        {
            Add(last.Payload);
        }

        Assert.That(reader.TryReadLast(out _), Is.False);
        return string.Join('|', events);

        void Add(ReadOnlySpan<byte> payload) => events.Add(Utf8.IsValid(payload) ? Encoding.UTF8.GetString(payload) : "!");
    }
}
