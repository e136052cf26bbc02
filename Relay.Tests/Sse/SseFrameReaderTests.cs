using System.Text;
using NUnit.Framework;
using Relay.Policies;
using Relay.Sse;

namespace Relay.Tests.Sse;

[TestFixture]
internal sealed class SseFrameReaderTests
{
    private const string Chunk = """{"choices":[{"delta":{"content":"Gr\u00fc\u00dfe 你好 🌍"}}]}""";

    private static readonly string[] NewLines = ["\n", "\r\n", "\r"];

    [TestCaseSource(nameof(Framings))]
    public void Frames_are_the_same_wherever_the_bytes_are_split(string text, string[] expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        Assert.Multiple(() =>
        {
            for (var split = 0; split <= bytes.Length; split++)
            {
                Assert.That(Read([bytes[..split], bytes[split..]]), Is.EqualTo(expected), $"split at {split}");
            }

            Assert.That(Read([.. bytes.Select(static single => new[] { single })]), Is.EqualTo(expected), "byte by byte");
        });
    }

    [TestCase("data: [DONE]\n\n")]
    [TestCase("data:[DONE]\n\n")]
    [TestCase("data: [DONE] \n\n")]
    [TestCase("data: DONE\n\n")]
    [TestCase("data:  DONE  \r\n\r\n")]
    [TestCase("[DONE]\n")]
    [TestCase("data: [DONE]\n")]
    [TestCase("data: [DONE]")]
    [TestCase("[DONE]")]
    public void The_sentinel_is_known_in_every_spelling_before_the_body_ends(string sentinel)
    {
        var frames = ReadWithoutEnd([Encoding.UTF8.GetBytes($"data: {{}}\n\n{sentinel}")]);

        Assert.That(frames, Is.EqualTo(["{}", "<done>"]));
    }

    [TestCase("data: DONE", ExpectedResult = "<done>")]
    [TestCase("DONE", ExpectedResult = "<done>")]
    [TestCase("data: {\"a\":1}", ExpectedResult = "{\"a\":1}")]
    [TestCase("data: {\"a\":1}\n", ExpectedResult = "{\"a\":1}")]
    [TestCase("data: {\"a\":1", ExpectedResult = "")]
    [TestCase("data: {\"a\":1\n", ExpectedResult = "")]
    [TestCase("dat", ExpectedResult = "")]
    [TestCase(": comment", ExpectedResult = "")]
    [TestCase("data:", ExpectedResult = "")]
    public string What_the_end_of_the_body_leaves_counts_when_it_is_complete(string tail) =>
        string.Join('|', Read([Encoding.UTF8.GetBytes(tail)]));

    [TestCase("data: {\"a\":1}", ExpectedResult = "")]
    [TestCase("data: {\"a\":1}\n", ExpectedResult = "")]
    [TestCase("data: {\"a\":1}\n\n", ExpectedResult = "{\"a\":1}")]
    [TestCase("data: [DONE]", ExpectedResult = "<done>")]
    public string An_event_without_its_blank_line_can_be_discarded_at_the_end_but_not_the_sentinel(string tail) =>
        string.Join('|', Read([Encoding.UTF8.GetBytes(tail)], policies: RelayPolicies.Default with { EofEvent = EofEvent.Discard }));

    [TestCase("id: 1\ndata: a\n\nid: 1\ndata: a\n\nid: 2\ndata: a\n\n", ExpectedResult = "a|a")]
    [TestCase("id: 1\ndata: a\n\nid: 1\ndata: b\n\n", ExpectedResult = "a|b")]
    [TestCase("data: a\n\ndata: a\n\n", ExpectedResult = "a|a")]
    [TestCase("id: 1\ndata: a\n\ndata: a\n\n", ExpectedResult = "a|a")]
    [TestCase("id: 1\ndata: a\ndata: b\n\nid: 1\ndata: a\ndata: b\n\n", ExpectedResult = "a\nb")]
    public string An_event_sent_again_with_its_id_can_be_left_out(string text) =>
        string.Join(
            '|', Read([Encoding.UTF8.GetBytes(text)], policies: RelayPolicies.Default with { DedupeChunks = DedupeChunks.IdenticalId }));

    [Test]
    public void An_event_without_its_blank_line_comes_before_the_sentinel()
    {
        var frames = Read([Encoding.UTF8.GetBytes("data: {}\ndata: [DONE]\n\n")]);

        Assert.That(frames, Is.EqualTo(["{}", "<done>"]));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(4096)]
    public void An_event_above_the_limit_is_refused_however_it_arrives(int pieceSize)
    {
        var bytes = Encoding.UTF8.GetBytes($"data: {new string('x', 200)}\n\n");

        var frames = Read([.. bytes.Chunk(pieceSize)], maxEventBytes: 100);

        Assert.That(frames, Is.EqualTo(["<too large>"]));
    }

    [TestCase(1)]
    [TestCase(4096)]
    public void Many_data_lines_together_are_held_to_the_limit(int pieceSize)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("data: 0123456789\n", 20)) + "\n");

        var frames = Read([.. bytes.Chunk(pieceSize)], maxEventBytes: 100);

        Assert.That(frames, Is.EqualTo(["<too large>"]));
    }

    [Test]
    public void An_event_of_many_megabytes_arrives_whole()
    {
        var payload = $"{{\"a\":\"{new string('x', 8 * 1024 * 1024)}\"}}";
        var bytes = Encoding.UTF8.GetBytes($"data: {payload}\n\n");

        var frames = Read([.. bytes.Chunk(16 * 1024)], maxEventBytes: 16 * 1024 * 1024);

        Assert.That(frames, Is.EqualTo([payload]));
    }

    [Test]
    public void A_line_that_is_no_field_is_a_payload_and_makes_no_event_stream()
    {
        using var reader = new SseFrameReader(1024, RelayPolicies.Default);
        ReadOnlySpan<byte> unread = "upstream connect error\nor disconnect\n"u8;

        var found = reader.TryRead(ref unread, out var frame);

        Assert.That((found, frame.Kind, reader.Recognised), Is.EqualTo((true, SseFrameKind.Payload, false)));
    }

    [TestCase("""{"a":1}""", ExpectedResult = true)]
    [TestCase(""" [1, 2] """, ExpectedResult = true)]
    [TestCase("""{"a":1}{"b":2}""", ExpectedResult = false)]
    [TestCase("""{"a":""", ExpectedResult = false)]
    [TestCase("", ExpectedResult = false)]
    public bool Complete_json_is_told_from_a_part_of_it(string json) => SseFrameReader.IsCompleteJson(Encoding.UTF8.GetBytes(json));

    private static IEnumerable<TestCaseData> Framings()
    {
        foreach (var newLine in NewLines)
        {
            foreach (var (name, lines, expected) in Shapes())
            {
                var text = lines.Replace("\n", newLine, StringComparison.Ordinal);
                yield return new TestCaseData(text, expected).SetArgDisplayNames(
                    name, newLine.Replace("\r", "CR", StringComparison.Ordinal).Replace("\n", "LF", StringComparison.Ordinal));
            }
        }

        yield return new TestCaseData($"data: {Chunk}\r\n\ndata: {Chunk}\n\r\ndata: {Chunk}\r\r\n\n", new[] { Chunk, Chunk, Chunk })
            .SetArgDisplayNames("mixed endings");
    }

    private static IEnumerable<(string Name, string Lines, string[] Expected)> Shapes()
    {
        yield return ("two events", $"data: {Chunk}\n\ndata: [1]\n\n", [Chunk, "[1]"]);
        yield return ("byte order mark", $"\uFEFFdata: {Chunk}\n\ndata: [DONE]\n\n", [Chunk, "<done>"]);
        yield return ("no space", $"data:{Chunk}\n\n", [Chunk]);
        yield return ("only one space is taken", "data:   1\n\n", ["  1"]);
        yield return ("several data lines", "data: {\ndata:  \"a\":1\ndata: }\n\n", ["{\n \"a\":1\n}"]);
        yield return ("an empty first data line", "data:\ndata: {}\n\n", ["\n{}"]);
        yield return (
            "objects without blank lines",
            "data: {\"a\":1}\ndata: {\"a\":2}\ndata: [DONE]\n\n",
            ["{\"a\":1}", "{\"a\":2}", "<done>"]);
        yield return ("pretty objects without blank lines", "data: {\ndata: \"a\":1}\ndata: {\"a\":2}\n\n", ["{\n\"a\":1}", "{\"a\":2}"]);
        yield return (
            "one of the objects is broken",
            "data: {\"a\":1}\ndata: {\"a\ndata: {\"a\":2}\n\n",
            ["{\"a\":1}", "{\"a", "{\"a\":2}"]);
        yield return ("a heartbeat by its name", $"event: ping\ndata: 12:00\n\ndata: {Chunk}\n\n", [Chunk]);
        yield return ("a line without a field", $"no field here\ndata: {Chunk}\n\n", ["no field here", Chunk]);
        yield return ("a field named error", "error: gone\n\n", ["<error>gone"]);
        yield return ("comments", $": hello\n\ndata: {Chunk}\n: between\n\n:\n\n", [Chunk]);
        yield return ("other fields", $"event: message\nid: 1\nretry: 10\ndata: {Chunk}\n\n", [Chunk]);
        yield return ("unknown fields", $"foo: bar\ndataset: 1\nbaz\ndata: {Chunk}\n\n", [Chunk]);
        yield return ("an error", "event: error\ndata: {}\n\ndata: {}\n\n", ["<error>{}", "{}"]);
        yield return ("an error in two lines", "data: {\nevent: error\ndata: }\n\ndata: {}\n\n", ["<error>{\n}", "{}"]);
        yield return ("an error without data means nothing", "event: error\n\ndata: {}\n\n", ["{}"]);
        yield return ("empty data", $"data:\n\ndata: \n\ndata\n\ndata: {Chunk}\n\n", [Chunk]);
        yield return ("blank lines", $"\n\n\ndata: {Chunk}\n\n\n\n", [Chunk]);
        yield return ("no blank line at the end", $"data: [1]\n\ndata: {Chunk}", ["[1]", Chunk]);
        yield return ("cut in the middle", "data: [1]\n\ndata: {\"a\":\"你", ["[1]"]);
        yield return ("an event broken by a blank line", "data: {\"a\"\n\n:1}\n\ndata: [1]\n\n", ["{\"a\"", "[1]"]);
    }

    private static List<string> Read(byte[][] pieces, int maxEventBytes = 1024, RelayPolicies? policies = null)
    {
        using var reader = new SseFrameReader(maxEventBytes, policies ?? RelayPolicies.Default);
        var frames = ReadPieces(reader, pieces);
        while (!Ended(frames) && reader.TryReadLast(out var frame))
        {
            frames.Add(Show(frame));
        }

        return frames;
    }

    private static List<string> ReadWithoutEnd(byte[][] pieces)
    {
        using var reader = new SseFrameReader(1024, RelayPolicies.Default);
        return ReadPieces(reader, pieces);
    }

    private static List<string> ReadPieces(SseFrameReader reader, byte[][] pieces)
    {
        var frames = new List<string>();
        foreach (var piece in pieces)
        {
            // A copy that is wiped, as the read buffer is used again: a frame must not rely on it later.
            var buffer = piece.ToArray();
            ReadOnlySpan<byte> unread = buffer;
            while (!Ended(frames) && reader.TryRead(ref unread, out var frame))
            {
                frames.Add(Show(frame));
            }

            Array.Fill(buffer, (byte)'?');
        }

        return frames;
    }

    // Nothing is read after the sentinel or an event that is too large.
    private static bool Ended(List<string> frames) => frames.Count > 0 && frames[^1] is "<done>" or "<too large>";

    private static string Show(SseFrame frame) => frame.Kind switch
    {
        SseFrameKind.Done => "<done>",
        SseFrameKind.TooLarge => "<too large>",
        SseFrameKind.Error => "<error>" + Encoding.UTF8.GetString(frame.Payload),
        _ => Encoding.UTF8.GetString(frame.Payload),
    };
}
