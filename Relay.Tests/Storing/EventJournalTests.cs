using System.Buffers;
using System.Text;
using NUnit.Framework;
using Relay.Contract;
using Relay.Policies;
using Relay.Presets;
using Relay.Storing;
using Relay.Tests.Translating;
using Relay.Translating;

namespace Relay.Tests.Storing;

/// <summary>A journal gives back the bytes it was given, and noting a delta costs next to nothing.</summary>
internal sealed class EventJournalTests
{
    private static readonly string[] Palette =
    [
        Frame("a", 0, "x"), Frame("a", 1, "y"), Frame("a", 1, "y"), Frame("a", 2, new string('z', 3000)), Frame("b", 2, ""),
        Frame("b", 3, "x"), Frame("c", 0, "é\\n"),
        Frame("b", 9_999_999_999, new string('w', 1500)), Frame("a", 9_999_999_999, new string('w', 1500)), "data: [DONE]\n\n",
        ": comment\n\n", "\n\n", "no end",
        "data: {\"sequence_number\":007}\n\n", "data: {\"sequence_number\":-1}\n\n", "data: {\"sequence_number\":",
        "data: {\"sequence_number\":99999999999999999999}\n\n",
        "data: {\"sequence_number\":+1}\n\n", "data: {\"a\":\"\\\"sequence_number\\\":5\"}\n\n",
    ];

    [Test]
    public void Whatever_was_noted_is_read_again([Range(1, 30)] int seed)
    {
        var random = new Random(seed);
        var journal = new EventJournal();
        var noted = new StringBuilder();
        for (var i = random.Next(200); i >= 0; i--)
        {
            var events = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Palette[random.Next(Palette.Length)]));
            noted.Append(events);
            journal.Append(Encoding.UTF8.GetBytes(events));
        }

        Assert.Multiple(() =>
        {
            Assert.That(ReadFrom(journal, 0), Is.EqualTo(Encoding.UTF8.GetBytes(noted.ToString())));
            Assert.That(Unpack(journal.TakeParts(0)), Is.EqualTo(Encoding.UTF8.GetBytes(noted.ToString())));
        });
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Events_held_back_are_stored_but_not_shown_before_the_end(CancellationToken cancellationToken)
    {
        var journal = new EventJournal();
        var (first, last) = (Encoding.UTF8.GetBytes(Frame("a", 0, "x")), Encoding.UTF8.GetBytes(Frame("b", 1, new string('y', 100_000))));
        journal.Append(first);
        journal.HoldBack();
        journal.Append(last);

        var waiting = journal.WaitAsync(first.Length, cancellationToken);
        var (shown, isWaiting) = (ReadFrom(journal, 0), !waiting.IsCompleted);
        var stored = Unpack(journal.TakeParts(0));
        var still = ReadFrom(journal, 0);
        journal.Complete();

        Assert.Multiple(() =>
        {
            Assert.That((shown, still, isWaiting), Is.EqualTo((first, first, true)));
            Assert.That(stored, Is.EqualTo((byte[])[.. first, .. last]));
        });
        Assert.That(await waiting, Is.True);
        Assert.That(ReadFrom(journal, 0), Is.EqualTo((byte[])[.. first, .. last]));
    }

    [Test]
    public void A_stream_is_read_from_any_place_while_it_grows()
    {
        var journal = new EventJournal();
        var noted = new List<byte>();
        for (var number = 0; number < 500; number++)
        {
            var events = Encoding.UTF8.GetBytes(Frame("response.output_text.delta", number, $"word {number} "));
            var place = noted.Count / 2;
            noted.AddRange(events);
            journal.Append(events);

            // A constraint would compare byte by byte, which takes longer than all the rest.
            Assert.That(ReadFrom(journal, place).AsSpan().SequenceEqual([.. noted.Skip(place)]), Is.True);
        }
    }

    [Test]
    public void Parts_stay_the_same_however_often_they_are_taken()
    {
        var journal = new EventJournal();
        Note(journal, from: 0, to: 1000);
        var first = journal.TakeParts(0);
        Note(journal, from: 1000, to: 3000);

        var rest = journal.TakeParts(first.Count);

        Assert.Multiple(() =>
        {
            Assert.That(first, Has.Count.GreaterThan(1));
            Assert.That(Unpack([.. first, .. rest]), Is.EqualTo(ReadFrom(journal, 0)));
            Assert.That(
                journal.TakeParts(0).Select(static part => part.ToArray()),
                Is.EqualTo(first.Concat(rest).Select(static part => part.ToArray())));
        });
    }

    [TestCase("summary")]
    [TestCase("both")]
    [NonParallelizable]
    public void A_delta_is_noted_in_its_text_and_a_few_bytes(string reasoning)
    {
        PolicyCatalog.TrySet(RelayPolicies.Default, "reasoning_out", reasoning, out var policies, out _);
        var translator = new StreamTranslator(TranslationSetup.EchoOf("{}"), policies, new CountedIds());
        var events = new ArrayBufferWriter<byte>();
        var journal = new EventJournal();
        translator.Begin(events);
        Move(translator, Chunks.Reasoning("thinks"), events, journal, 1000);
        Move(translator, Chunks.Text("token "), events, journal, 1000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Move(translator, Chunks.Text("token "), events, journal, 10_000);
        var perDelta = (GC.GetAllocatedBytesForCurrentThread() - before) / 10_000.0;

        // Six bytes of text and six about them, the model anew in each run; kept once while the run grows by quarters (five times its size
        // in all) and once when it is closed; and the six bytes of the translator's own text, in a buffer that doubles.
        Assert.That(perDelta, Is.LessThan(140));
    }

    private static void Move(StreamTranslator translator, string payload, ArrayBufferWriter<byte> events, EventJournal journal, int count)
    {
        var bytes = Encoding.UTF8.GetBytes(payload);
        for (var i = 0; i < count; i++)
        {
            translator.Translate(PayloadKind.Chunk, bytes, events);
            journal.Append(events.WrittenSpan);
            events.ResetWrittenCount();
        }
    }

    private static void Note(EventJournal journal, int from, int to)
    {
        for (var number = from; number < to; number++)
        {
            journal.Append(Encoding.UTF8.GetBytes(Frame("response.output_text.delta", number, $"word {number} ")));
        }
    }

    private static string Frame(string type, long number, string text) =>
        $"event: {type}\ndata: {{\"type\":\"{type}\",\"sequence_number\":{number},\"item_id\":\"msg_1\",\"output_index\":0,"
            + $"\"content_index\":0,\"delta\":\"{text}\",\"logprobs\":[]}}\n\n";

    private static byte[] ReadFrom(EventJournal journal, long position)
    {
        var read = new List<byte>();
        while (journal.WaitAsync(position + read.Count, CancellationToken.None).IsCompleted
            && journal.Read(position + read.Count) is { IsEmpty: false } events)
        {
            read.AddRange(events.Span);
        }

        return [.. read];
    }

    private static byte[] Unpack(IEnumerable<ReadOnlyMemory<byte>> parts) =>
        [.. parts.SelectMany(static part => EventParts.Unpack(part.Span).ToArray())];
}
