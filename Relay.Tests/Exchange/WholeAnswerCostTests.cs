using System.Text;
using Microsoft.AspNetCore.Http;
using NUnit.Framework;
using Relay.Contract;
using Relay.Exchange;
using Relay.Http;
using Relay.Policies;
using Relay.Tests.Translating;
using Relay.Translating;

namespace Relay.Tests.Exchange;

/// <summary>What a client that waits for the whole response costs: no events, and few copies of the answer.</summary>
[NonParallelizable]
internal sealed class WholeAnswerCostTests
{
    private const int Chunks = 2048;
    private const int ChunkText = 16 * 1024;

    [Test]
    public async Task A_large_answer_is_copied_a_few_times()
    {
        var payload = Encoding.UTF8.GetBytes(Relay.Tests.Translating.Chunks.Text(new string('x', ChunkText)));
        var context = new DefaultHttpContext { Response = { Body = Stream.Null } };
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var translator = new StreamTranslator(TranslationSetup.EchoOf("{}"), RelayPolicies.Default, new CountedIds());
        using var output = new EventOutput(new JsonSink(context.Response), translator, recorder: null, CancellationToken.None);
        for (var i = 0; i < Chunks; i++)
        {
            translator.Translate(PayloadKind.Chunk, payload, output.Events);
            await output.FlushAsync();
        }

        var final = await output.EndAsync(UpstreamEnding.Done);
        var copies = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(Chunks * ChunkText);

        TestContext.Out.WriteLine($"{copies:f1} bytes allocated for a byte of text");
        Assert.That(final.Json.Length, Is.GreaterThan(Chunks * ChunkText));
        Assert.That(copies, Is.LessThan(MostCopies));
    }

    // The text, and the answer when it is asked for in one piece would be the second.
    private const double MostCopies = 2.5;
}
