using System.Buffers;
using System.Text;
using NUnit.Framework;
using Relay.Contract;
using Relay.Policies;
using Relay.Sealing;
using Relay.Translating;
using static Relay.Tests.Translating.Chunks;

namespace Relay.Tests.Translating;

/// <summary>What a delta costs: no allocation of its own, at the start of a stream and at its end.</summary>
[NonParallelizable]
internal sealed class DeltaCostTests
{
    private const int Warmup = 2_000;
    private const int Count = 20_000;

    private static IEnumerable<TestCaseData> Deltas()
    {
        yield return new TestCaseData(Text("token "), Text("token "), 6).SetArgDisplayNames("text");
        yield return new TestCaseData(Reasoning("token "), Reasoning("token "), 6).SetArgDisplayNames("reasoning");
        yield return new TestCaseData(Call(0, "A", "x", "{\"a\":\""), Call(0, args: "token "), 6).SetArgDisplayNames("arguments");
        yield return new TestCaseData(Call(0, "A", "x", "{\"a\":\""), Call(0, "A", args: "token "), 6)
            .SetArgDisplayNames("arguments with the id on every delta");
        yield return new TestCaseData(Text("token\n"), Text("\"token\"\n"), 19).SetArgDisplayNames("escaped text");
    }

    [TestCaseSource(nameof(Deltas))]
    public void A_delta_allocates_nothing_but_room_for_its_text(string first, string next, int escapedLength)
    {
        var echo = TranslationSetup.EchoOf("{}") with { EncryptsReasoning = true };
        var translator = new StreamTranslator(echo, RelayPolicies.Default, new CountedIds(), seal: ReasoningSeal.ForThisProcess());
        var buffer = new ArrayBufferWriter<byte>(1 << 20);
        var payload = Encoding.UTF8.GetBytes(next);
        translator.Begin(buffer);
        translator.Translate(PayloadKind.Chunk, Encoding.UTF8.GetBytes(first), buffer);
        Repeat(translator, payload, buffer, Warmup);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(translator, payload, buffer, Count);
        var perDelta = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Count;

        // The text is kept once, escaped, in a buffer that doubles: at most four bytes allocated for a byte kept.
        Assert.That(perDelta, Is.LessThanOrEqualTo(4.0 * escapedLength * (Warmup + Count) / Count));
    }

    private static void Repeat(StreamTranslator translator, byte[] payload, ArrayBufferWriter<byte> buffer, int count)
    {
        for (var i = 0; i < count; i++)
        {
            buffer.ResetWrittenCount();
            translator.Translate(PayloadKind.Chunk, payload, buffer);
        }
    }
}
