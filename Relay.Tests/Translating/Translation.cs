using System.Buffers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using NUnit.Framework;
using Relay.Contract;
using Relay.Policies;
using Relay.Translating;

namespace Relay.Tests.Translating;

/// <summary>One translation, run: what came out, read back by an independent parser and held against the grammar.</summary>
internal sealed class Translation
{
    private Translation(byte[] bytes, FinalResponse final, IReadOnlyList<ChunkOutcome> outcomes, RelayPolicies policies)
    {
        var response = final.Json.ToArray();
        Bytes = bytes;
        Response = JsonDocument.Parse(response).RootElement;
        Stored = final.ItemsToStore is { } items ? JsonDocument.Parse(items).RootElement : Response.GetProperty("output");
        Warnings = final.Warnings;
        Outcomes = outcomes;
        Failure = final.Failure;
        Events = Read(bytes, policies.DoneMarker is DoneMarker.On);
        EventGrammar.Check(
            Events, response, policies is { InvalidArguments: InvalidArguments.Fail, EmptyArguments: EmptyArguments.EmptyObject });
    }

    public byte[] Bytes { get; }

    /// <summary>The final response object.</summary>
    public JsonElement Response { get; }

    /// <summary>The items as the relay stores them.</summary>
    public JsonElement Stored { get; }

    public IReadOnlyList<string> Warnings { get; }

    public IReadOnlyList<ChunkOutcome> Outcomes { get; }

    public ApiError? Failure { get; }

    /// <summary>Every event's data, in order.</summary>
    public IReadOnlyList<JsonElement> Events { get; }

    /// <summary>The events between <c>in_progress</c> and the end of the stream, a line each.</summary>
    public IReadOnlyList<string> Lines => [.. Events.Skip(2).Select(EventLine.Of)];

    /// <summary>The terminal event and its reason or code, then a line for each item of the output.</summary>
    public string Outcome => EventLine.OutcomeOf(Response);

    public static Translation Run(params string[] payloads) => Run(new TranslationSetup(), payloads);

    /// <summary>Runs payloads, of which the last may be the sentinel; without one the body is closed.</summary>
    public static Translation Run(TranslationSetup setup, params string[] payloads)
    {
        var hasSentinel = payloads.LastOrDefault() == Chunks.Done;
        var ending = setup.Ending ?? (hasSentinel ? UpstreamEnding.Done : UpstreamEnding.Closed);
        var chunks = payloads.Where(payload => payload != Chunks.Done).Select(Encoding.UTF8.GetBytes);
        return Run(setup, ending, translator => [.. chunks.Select(chunk =>
            (Func<IBufferWriter<byte>, ChunkOutcome>)(events => translator.Translate(PayloadKind.Chunk, chunk, events)))]);
    }

    /// <summary>Runs an answer that is no stream.</summary>
    public static Translation RunCompletion(TranslationSetup setup, string body) =>
        Run(
            setup,
            setup.Ending ?? UpstreamEnding.Closed,
            translator => [events => translator.Translate(PayloadKind.Completion, Encoding.UTF8.GetBytes(body), events)]);

    public static Translation RunCompletion(string body) => RunCompletion(new TranslationSetup(), body);

    public static Translation RunBytes(TranslationSetup setup, UpstreamEnding ending, IEnumerable<byte[]> payloads) =>
        Run(setup, ending, translator => [.. payloads.Select(payload =>
            (Func<IBufferWriter<byte>, ChunkOutcome>)(events => translator.Translate(PayloadKind.Chunk, payload, events)))]);

    private static Translation Run(
        TranslationSetup setup, UpstreamEnding ending, Func<StreamTranslator, IEnumerable<Func<IBufferWriter<byte>, ChunkOutcome>>> steps)
    {
        var run = Run(setup, ending, steps, usesMemo: true);
        var plain = Run(setup, ending, steps, usesMemo: false);
        Assert.That(run.Bytes.AsSpan().SequenceEqual(plain.Bytes), "the memo changes nothing");
        Assert.That(run.Outcomes, Is.EqualTo(plain.Outcomes));
        return run;
    }

    private static Translation Run(
        TranslationSetup setup,
        UpstreamEnding ending,
        Func<StreamTranslator, IEnumerable<Func<IBufferWriter<byte>, ChunkOutcome>>> steps,
        bool usesMemo)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var translator = new StreamTranslator(setup.Echo, setup.Policies, new CountedIds(), seal: setup.Seal) { UsesMemo = usesMemo };
        var outcomes = new List<ChunkOutcome>();

        if (setup.Policies.ReportModel is ReportModel.Requested)
        {
            translator.Begin(buffer);
        }

        foreach (var step in steps(translator))
        {
            outcomes.Add(step(buffer));
            if (outcomes[^1] is ChunkOutcome.Failed)
            {
                break;
            }
        }

        var final = translator.End(ending, buffer);
        return new Translation(buffer.WrittenSpan.ToArray(), final, outcomes, setup.Policies);
    }

    private static List<JsonElement> Read(byte[] bytes, bool doneMarker)
    {
        using var stream = new MemoryStream(bytes);
        var items = SseParser.Create(stream).Enumerate().ToList();
        if (doneMarker)
        {
            Assert.That(items[^1].Data, Is.EqualTo("[DONE]"));
            items.RemoveAt(items.Count - 1);
        }

        var events = new List<JsonElement>();
        foreach (var item in items)
        {
            var data = JsonDocument.Parse(item.Data).RootElement;
            Assert.That(data.GetProperty("type").GetString(), Is.EqualTo(item.EventType));
            events.Add(data);
        }

        return events;
    }
}
