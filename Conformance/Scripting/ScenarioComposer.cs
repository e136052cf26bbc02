using System.Globalization;
using System.Text.Json;
using Conformance.Capturing;
using Conformance.Classifying;
using Conformance.Classifying.Quirks;
using Conformance.Classifying.Streams;
using Conformance.Reading;
using MockUpstream.Compiling;
using Scenarios.Describing;
using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Scripting;

/// <summary>Writes captured exchanges as scenarios. Pure but for the vocabulary it was given.</summary>
internal sealed class ScenarioComposer(Vocabulary vocabulary, bool redactsText)
{
    private const int LongestTitle = 88;

    /// <summary>
    /// Writes one exchange: decodes it, redacts it, spells it, and proves that the file plays the same bytes in the same writes.
    /// </summary>
    public RecordedScenario Write(CapturedExchange captured, Func<CapturedExchange, RecordingHead> headOf)
    {
        var exchange = ExchangeRedactor.Redact(ContentDecoder.Decode(captured), redactsText);
        var stream = StreamOf(exchange);
        var sightings = QuirkClassifier.Classify(stream);
        var head = headOf(exchange);
        var model = ModelOf(stream.Request);
        var text = Compose(exchange, stream, sightings, head, ExchangeText.Write(exchange, model));
        if (!Plays(text, head, exchange, model))
        {
            text = Compose(exchange, stream, sightings, head, ExchangeText.Write(exchange, model, isPlain: true));
        }

        return new RecordedScenario(head.Id, text, exchange, stream, sightings);
    }

    /// <summary>Returns the model that a request names.</summary>
    public static string ModelOf(JsonElement request) => request.Member("model").Text() is { Length: > 0 } model ? model : "unknown";

    /// <summary>Returns the answer as the classifier sees it.</summary>
    public static UpstreamStream StreamOf(CapturedExchange exchange) => new()
    {
        Status = exchange.Status ?? 200,
        Headers = exchange.Headers,
        Body = exchange.Body,
        Pieces = [.. exchange.Reads.Select(static read => new StreamPiece(read.Offset, read.Length, read.At))],
        Ending = exchange.End switch { CaptureEnd.Reset => StreamEnding.Reset, CaptureEnd.Truncated =>
            StreamEnding.Truncated, CaptureEnd.ClientGone => StreamEnding.Open, _ => StreamEnding.Clean },
        SilenceAtEnd = exchange.Reads is [.., var last] ? exchange.EndedAt - last.At : exchange.EndedAt - exchange.HeadersAt,
        HeadersAfter = exchange.HeadersAt,
        Request = VendorJson.Parse(exchange.RequestBody.Span),
    };

    /// <summary>Reads a recorded text back, with its open places filled in.</summary>
    public ReadResult ReadBack(string text, string id) =>
        ScenarioReader.Read($"{id}.yaml", id, text.Replace("TODO:", "Open:", StringComparison.Ordinal), vocabulary);

    private bool Plays(string text, RecordingHead head, CapturedExchange exchange, string model)
    {
        if (ReadBack(text, head.Id).Scenario is not { } scenario)
        {
            return false;
        }

        var stream = scenario.Turns[0].Client.Stream;
        var script = AnswerMaker.Make(scenario.Turns[0].Upstream[0], 0, model, stream
            || scenario.Turns[0].Upstream[0].Steps.Count > 0).Script;
        var at = 0;
        foreach (var write in script.Pieces.OfType<WritePiece>().Where(static write => !write.Bytes.IsEmpty))
        {
            if (at + write.Bytes.Length > exchange.Body.Length
                || !write.Bytes.Span.SequenceEqual(exchange.Body.Span.Slice(at, write.Bytes.Length)))
            {
                return false;
            }

            at += write.Bytes.Length;
        }

        return at == exchange.Body.Length;
    }

    private string Compose(
        CapturedExchange exchange, UpstreamStream stream, IReadOnlyList<QuirkSighting> sightings, RecordingHead head, string upstream)
    {
        var reading = new StreamReading(stream);
        var quirks = sightings.Select(static one => one.Quirk).Where(vocabulary.Quirks.ContainsKey).ToList();
        var tags = ListTags(exchange, reading).Where(vocabulary.Tags.ContainsKey).ToList();
        var up = string.Concat(Enumerable.Repeat("../", head.Id.Count(static unit => unit == '/')));
        return string.Concat(
            $"# yaml-language-server: $schema={up}{ScenarioSchema.FileName}\n",
            $"# {head.Note}\n",
            "schema: relay-scenario/v1\n",
            $"id: {head.Id}\n",
            $"title: {ScenarioYaml.FormatScalar(head.Title ?? CreateTitle(exchange, stream, reading))}\n",
            "level: may\n",
            quirks.Count > 0 ? $"quirks: [{string.Join(", ", quirks)}]\n" : "",
            tags.Count > 0 ? $"tags: [{string.Join(", ", tags)}]\n" : "",
            head.Vendor is { } vendor && vocabulary.Vendors.ContainsKey(vendor) ? $"seen_in: [{vendor}]\n" : "",
            $"client:\n{ClientText.Write(stream.Request)}",
            $"upstream:\n{upstream}",
            $"expect:\n{ExpectText.Write(exchange, reading)}");
    }

    private static string CreateTitle(CapturedExchange exchange, UpstreamStream stream, StreamReading reading)
    {
        var subject = exchange.Status is null ? "no answer"
            : exchange.Status != 200 ? string.Create(CultureInfo.InvariantCulture, $"status {exchange.Status}")
            : reading.Calls.Count == 1
                ? "a call"
                : reading.Calls.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{reading.Calls.Count} calls")
                : reading.IsEventStream ? "a text stream" : "one body";
        var end = exchange.End switch { CaptureEnd.Reset =>
            ", reset", CaptureEnd.Truncated => ", cut off", CaptureEnd.ClientGone => ", left by the client", _ => "" };
        var title = string.Concat($"Recorded from {ModelOf(stream.Request)}: {subject}{end}".Where(static unit => !char.IsControl(unit)));
        title = title.Replace("should", "shall", StringComparison.OrdinalIgnoreCase)
            .Replace("test that", "testing that", StringComparison.OrdinalIgnoreCase);
        return title.Length <= LongestTitle ? title : title[..LongestTitle];
    }

    private static IEnumerable<string> ListTags(CapturedExchange exchange, StreamReading reading)
    {
        if (exchange.Status is >= 400)
        {
            yield return "errors";
        }
        else if (exchange.End is not CaptureEnd.Clean)
        {
            yield return "end";
        }

        if (reading.Calls.Count > 0)
        {
            yield return "tools";
        }
        else if (reading.Texts.Any())
        {
            yield return "text";
        }

        if (reading.Deltas.Any(static delta => delta.Reasoning is { Length: > 0 }))
        {
            yield return "reasoning";
        }

        if (!reading.IsEventStream && exchange.Status is 200)
        {
            yield return "non-stream";
        }
    }
}
