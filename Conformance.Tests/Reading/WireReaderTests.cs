using System.Text;
using System.Text.Json;
using Conformance.Reading;
using Conformance.Recording;
using Conformance.Tests.Expecting;
using NUnit.Framework;

namespace Conformance.Tests.Reading;

internal sealed class WireReaderTests
{
    // Two events, a comment, several data lines, a missing space, characters of two, three and four bytes.
    private const string Story =
        ": hello\n\nevent: response.created\ndata: {\"type\":\"response.created\",\ndata:\"text\":\"é漢😀\"}\n\ndata:[DONE]\n\n";

    private static readonly Dictionary<string, Func<string, string>> Framings = new(StringComparer.Ordinal)
    {
        ["lf"] = text => text,
        ["crlf"] = text => text.Replace("\n", "\r\n", StringComparison.Ordinal),
        ["cr"] = text => text.Replace('\n', '\r'),
        ["mixed"] = Mix,
        ["bom-lf"] = text => "\uFEFF" + text,
        ["bom-crlf"] = text => "\uFEFF" + text.Replace("\n", "\r\n", StringComparison.Ordinal),
    };

    private static IEnumerable<string> FramingNames() => Framings.Keys;

    [TestCaseSource(nameof(FramingNames))]
    public void Every_framing_tells_the_same_story(string framing)
    {
        var wire = WireReader.Read(Recordings.Whole(Framings[framing](Story)));

        AssertStory(wire);
    }

    [TestCaseSource(nameof(FramingNames))]
    public void Every_cut_in_two_tells_the_same_story_with_the_time_of_the_right_read(string framing)
    {
        var body = Encoding.UTF8.GetBytes(Framings[framing](Story));
        for (var cut = 1; cut < body.Length; cut++)
        {
            var recorded = Recordings.Cut(body, cut);

            var wire = WireReader.Read(recorded);

            AssertStory(wire);
            Assert.That(
                wire.Events.Select(happened => happened.At),
                Is.EqualTo(wire.Events.Select(happened => 1000 + (CompletedBy(body, happened) < cut ? 0 : 1))),
                $"cut at {cut}");
            Assert.That(SecondReader.Compare(recorded, wire).Difference, Is.Null);
        }
    }

    [TestCaseSource(nameof(FramingNames))]
    public void Byte_by_byte_an_event_has_the_time_of_the_byte_that_begins_the_end_of_its_blank_line(string framing)
    {
        var body = Encoding.UTF8.GetBytes(Framings[framing](Story));

        var wire = WireReader.Read(Recordings.Bytewise(body));

        AssertStory(wire);
        Assert.That(
            wire.Events.Select(happened => happened.At - 1000), Is.EqualTo(wire.Events.Select(happened => CompletedBy(body, happened))));
    }

    [TestCaseSource(nameof(FramingNames))]
    public void Offset_and_length_are_the_bytes_from_the_first_field_line_to_the_blank_line(string framing)
    {
        var body = Encoding.UTF8.GetBytes(Framings[framing](Story));

        var wire = WireReader.Read(Recordings.Cut(body));

        var texts = wire.Events.Select(happened => Encoding.UTF8.GetString(body, (int)happened.Offset, happened.Length)).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(texts[0], Does.StartWith("event: response.created"));
            Assert.That(texts[1], Does.StartWith("data:[DONE]"));
            Assert.That(texts.Select(text => text.ReplaceLineEndings("\n")[^2..]), Is.All.EqualTo("\n\n"));
            Assert.That(wire.Events[^1].Offset + wire.Events[^1].Length, Is.EqualTo(body.Length));
        });
    }

    [TestCase("data: one\n\n", "one")]
    [TestCase("data:one\n\n", "one")]
    [TestCase("data:  two spaces\n\n", " two spaces")]
    [TestCase("data: trailing \n\n", "trailing ")]
    [TestCase("data\n\n", "")]
    [TestCase("data:\n\n", "")]
    [TestCase("data: a\ndata\ndata: b\n\n", "a\n\nb")]
    [TestCase("data: a:b\n\n", "a:b")]
    [TestCase("data: a\u2028b\u0085c\n\n", "a\u2028b\u0085c")]
    public void Data_is_what_the_rules_make_of_it(string body, string expected)
    {
        var wire = WireReader.Read(Recordings.Whole(body));

        Assert.That(wire.Events.Single().Data, Is.EqualTo(expected));
        Assert.That(wire.Notes, Is.Empty);
    }

    [Test]
    public void The_last_event_field_counts_and_id_and_retry_are_kept_as_written()
    {
        var wire = WireReader.Read(Recordings.Whole("event: a\nid: 7\nretry: 3000\nevent: b\ndata: x\n\ndata: y\n\n"));

        Assert.Multiple(() =>
        {
            Assert.That((wire.Events[0].Name, wire.Events[0].Id, wire.Events[0].Retry), Is.EqualTo(("b", "7", "3000")));
            Assert.That(
                (wire.Events[1].Name, wire.Events[1].Id, wire.Events[1].Retry), Is.EqualTo(((string?)null, (string?)null, (string?)null)));
        });
    }

    [Test]
    public void Comments_are_noted_with_whether_they_stand_inside_an_event()
    {
        var wire = WireReader.Read(Recordings.Whole(": first\ndata: a\n: second\ndata: b\n\n:third\n\n"));

        Assert.That(wire.Notes.Select(note => (note.Kind, note.Text, note.InsideEvent)), Is.EqualTo(new[]
        {
            (WireNoteKind.Comment, "first", false), (WireNoteKind.Comment, "second", true), (WireNoteKind.Comment, "third", false),
        }));
    }

    [TestCase("data: a\n\nevent: x\ndata: b", 9)]
    [TestCase("data: a\n\nevent: x\ndata: b\n", 9)]
    [TestCase("data: a\n\ndat", 9)]
    [TestCase("event: x\n", 0)]
    public void What_the_end_of_the_body_cuts_off_is_no_event_but_a_note(string body, int offset)
    {
        var wire = WireReader.Read(Recordings.Whole(body));

        Assert.That(wire.Events, Has.Count.EqualTo(body.StartsWith("data", StringComparison.Ordinal) ? 1 : 0));
        Assert.That(wire.Notes.Select(note => (note.Kind, note.Offset)), Is.EqualTo(new[] { (WireNoteKind.CutOff, (long)offset) }));
    }

    [Test]
    public void A_character_cut_off_by_the_end_is_a_cut_and_no_bad_byte()
    {
        byte[] body = [.. "data: "u8, 0xE6, 0xBC];

        var wire = WireReader.Read(Recordings.Cut(body));

        Assert.That(wire.Notes.Select(note => note.Kind), Is.EqualTo(new[] { WireNoteKind.CutOff }));
    }

    [Test]
    public void Bytes_that_are_not_utf_8_are_noted_with_their_place()
    {
        byte[] body = [.. "data: ok\n\ndata: "u8, 0xE6, 0xBC, .. "x\n\n"u8];

        var wire = WireReader.Read(Recordings.Cut(body));

        Assert.That(
            wire.Notes.Select(note => (note.Kind, note.Offset, note.InsideEvent)),
            Is.EqualTo(new[] { (WireNoteKind.BadUtf8, 16L, false) }));
        Assert.That(wire.Events, Has.Count.EqualTo(2));
    }

    [Test]
    public void A_replacement_character_that_was_sent_is_nothing_to_note() =>
        Assert.That(WireReader.Read(Recordings.Whole("data: \uFFFD\n\n")).Notes, Is.Empty);

    [Test]
    public void A_byte_order_mark_is_noted_only_at_the_start()
    {
        var wire = WireReader.Read(Recordings.Whole("\uFEFFdata: a\n\n\uFEFFdata: b\n\n"));

        Assert.Multiple(() =>
        {
            Assert.That(wire.Events.Select(happened => happened.Data), Is.EqualTo(new[] { "a" }));
            Assert.That(
                wire.Notes.Select(note => note.Kind),
                Is.EqualTo(new[] { WireNoteKind.ByteOrderMark, WireNoteKind.UnknownField, WireNoteKind.NoData }));
        });
    }

    [Test]
    public void Unknown_fields_and_blocks_without_data_are_noted()
    {
        var wire = WireReader.Read(Recordings.Whole("Data: a\ndata: b\n\nevent: ping\n\n"));

        Assert.That(
            wire.Notes.Select(note => (note.Kind, note.Text)),
            Is.EqualTo(new[] { (WireNoteKind.UnknownField, "Data: a"), (WireNoteKind.NoData, "event: ping") }));
        Assert.That(wire.Events.Single().Data, Is.EqualTo("b"));
    }

    [TestCase("""{"a":1,"a":2}""")]
    [TestCase("""{"a":1,}""")]
    [TestCase("""{"a":1} // so""")]
    [TestCase("""{"a":1}{"b":2}""")]
    [TestCase("""{'a':1}""")]
    [TestCase("""{"a":NaN}""")]
    [TestCase("""{"a":"\ud83d"}""")]
    [TestCase("""{"\ude00":1,"b":2}""")]
    [TestCase("DONE")]
    [TestCase("")]
    public void Json_is_read_strictly(string text)
    {
        var happened = WireReader.Read(Recordings.Whole($"data: {text}\n\n")).Events.Single();

        Assert.That(happened.Json, Is.Null);
        Assert.That(happened.JsonProblem, Is.Not.Empty);
        Assert.That(happened.Type, Is.Empty);
    }

    [TestCase("""{"type":"x","delta":"\ud83d"}""", "A string contains half a surrogate pair.")]
    [TestCase("""{"type":"x","type":"y"}""", "An object has two members with the same name.")]
    [TestCase("""{"type":"x","n":1e999}""", "A number is too large for a double.")]
    [TestCase("""{"type":"x" "n":1}""", "The data is not JSON.")]
    public void Json_that_only_some_clients_refuse_is_not_called_something_else(string text, string start)
    {
        var answer = Recordings.Whole($"event: x\ndata: {text}\n\n");
        var wire = WireReader.Read(answer);

        var finding = global::Conformance.Checking.CheckRunner
            .Run(new Expecting.TurnBuilder().Build() with { Answer = answer, Wire = wire }).Findings
            .First(found => found.Check == "data-json");

        Assert.That(finding.Message, Does.StartWith(start));
        Assert.That(
            finding.Message.Contains("Codex", StringComparison.Ordinal),
            Is.EqualTo(global::Conformance.Reading.StrictJson.IsBeyondGrammar(wire.Events.Single().JsonProblem)
                && !start.Contains("two members", StringComparison.Ordinal)),
            "the message names a client that refuses it");
    }

    [Test]
    public void A_value_that_is_nested_too_deep_is_called_that() =>
        Assert.That(global::Conformance.Reading.StrictJson.Read(new string('[', 300)
            + new string(']', 300)).Problem, Is.EqualTo(global::Conformance.Reading.StrictJson.TooDeep));

    [Test]
    public void The_end_marker_is_neither_json_nor_a_problem()
    {
        var happened = WireReader.Read(Recordings.Whole("data: [DONE]\n\n")).Events.Single();

        Assert.That((happened.IsDoneMarker, happened.Json.HasValue, happened.JsonProblem), Is.EqualTo((true, false, (string?)null)));
    }

    [Test]
    public void An_empty_body_is_an_empty_stream()
    {
        var wire = WireReader.Read(Recordings.Whole(""));

        Assert.That((wire.Events.Count, wire.Notes.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Bytes_of_no_read_have_the_time_of_the_end()
    {
        var recorded = Recordings.Whole("data: a\n\n") with { Reads = [] };

        Assert.That(WireReader.Read(recorded).Events.Single().At, Is.EqualTo(recorded.EndedAt));
    }

    private static void AssertStory(WireStream wire)
    {
        Assert.That(wire.Events.Select(happened => (happened.Index, happened.Name, happened.Data)), Is.EqualTo(new[]
        {
            (0, "response.created", "{\"type\":\"response.created\",\n\"text\":\"é漢😀\"}"), (1, (string?)null, "[DONE]"),
        }));
        Assert.That(wire.Events[0].Type, Is.EqualTo("response.created"));
        Assert.That(wire.Events[0].Json!.Value.GetProperty("text").GetString(), Is.EqualTo("é漢😀"));
        Assert.That(
            wire.Notes.Where(note => note.Kind != WireNoteKind.ByteOrderMark).Select(note => (note.Kind, note.Text)),
            Is.EqualTo(new[] { (WireNoteKind.Comment, "hello") }));
    }

    private static long CompletedBy(byte[] body, WireEvent happened)
    {
        var last = happened.Offset + happened.Length - 1;
        return body[last] == '\n' && body[last - 1] == '\r' ? last - 1 : last;
    }

    private static string Mix(string text)
    {
        string[] ends = ["\n", "\r\n", "\r"];
        var lines = text.Split('\n');
        var mixed = new StringBuilder();
        for (var i = 0; i < lines.Length - 1; i++)
        {
            // A CR before an empty line that ends with LF would be one line end, not two.
            var end = ends[i % 3] == "\r" && lines[i + 1].Length == 0 ? "\r\n" : ends[i % 3];
            mixed.Append(lines[i]).Append(end);
        }

        return mixed.ToString();
    }
}
