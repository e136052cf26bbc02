using System.Globalization;
using System.Text.Json;
using Conformance.Classifying.Quirks;
using Conformance.Classifying.Streams;
using Conformance.Reading;
using MockUpstream.Compiling;
using MockUpstream.Playing;
using Scenarios.Model;

namespace Conformance.Classifying;

/// <summary>The answers that a scenario scripts, as the mock sends them.</summary>
public static class ScenarioAnswers
{
    // A stall without a time has no length; it is longer than any silence.
    private static readonly TimeSpan Endless = TimeSpan.FromHours(1);

    /// <summary>
    /// Returns each answer of a scenario with its quirks, in order. A quirk of two answers together stands at the later one.
    /// </summary>
    public static IReadOnlyList<ClassifiedAnswer> Classify(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);

        List<ClassifiedAnswer> answers = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        for (var turn = 0; turn < scenario.Turns.Count; turn++)
        {
            var request = CreateRequest(scenario, scenario.Turns[turn].Client);
            for (var at = 0; at < scenario.Turns[turn].Upstream.Count; at++)
            {
                var exchange = scenario.Turns[turn].Upstream[at];
                var (stream, placeOf) = Play(exchange, at, CaseKey.Of(scenario), scenario.Turns[turn].Client.Stream, request);
                var isOnly = scenario.Turns is [{ Upstream.Count: 1 }];
                var name = $"{scenario.Place.File}{(isOnly ? "" : $", answer {answers.Count + 1}")}";
                answers.Add(new ClassifiedAnswer(name, stream, [.. QuirkClassifier.Classify(stream), .. OfTurns(stream, ids)], placeOf));
            }
        }

        return answers;
    }

    private static (UpstreamStream Stream, Func<int, string?> PlaceOf) Play(
        Exchange exchange, int index, string model, bool stream, JsonElement request)
    {
        var answer = AnswerMaker.Make(exchange, index, model, stream);
        using var body = new MemoryStream();
        List<StreamPiece> pieces = [];
        List<(int Start, SourcePlace Place)> places = [];
        var (time, silence, ending) = (TimeSpan.Zero, TimeSpan.Zero, StreamEnding.Clean);
        foreach (var piece in answer.Script.Pieces)
        {
            switch (piece)
            {
                case WritePiece { Bytes.IsEmpty: false, PastHttp: false } write:
                    pieces.Add(new StreamPiece((int)body.Length, write.Bytes.Length, time));
                    places.Add(((int)body.Length, write.Step.Place));
                    body.Write(write.Bytes.Span);
                    break;
                case WaitPiece wait:
                    time += wait.Time;
                    break;
                case StallPiece { Time: { } pause }:
                    time += pause;
                    break;
                case StallPiece:
                    (silence, ending) = (Endless, StreamEnding.Open);
                    break;
                case ClosePiece close:
                    ending = DetermineEnding(close.Kind);
                    silence = close.Kind == CloseKind.Never ? Endless : silence;
                    break;
            }
        }

        silence = silence == TimeSpan.Zero && pieces is [.., var last] ? time - last.At : silence == TimeSpan.Zero ? time : silence;
        // A length that the file gives ends the body early, or is never reached.
        var length = answer.Coding is null && ReadLength(answer.Headers) is { } told ? told : body.Length;
        if (length > body.Length && ending == StreamEnding.Clean)
        {
            ending = StreamEnding.Truncated;
        }
        else if (length < body.Length)
        {
            body.SetLength(length);
            pieces = [.. pieces.Where(piece => piece.Offset < length)
                .Select(piece => piece with { Length = (int)Math.Min(piece.Length, length - piece.Offset) })];
        }

        var played = new UpstreamStream
        {
            Status = answer.Status,
            Headers = answer.Headers,
            HeadersAfter = exchange.Wire.Silent ? Endless : TimeSpan.Zero,
            Body = body.ToArray(),
            Pieces = pieces,
            Ending = ending,
            SilenceAtEnd = silence,
            Request = request,
        };
        return (played, offset => places.Count == 0
            ? exchange.Place.ToString()
            : places.Last(place => place.Start <= Math.Max(0, offset)).Place.ToString());
    }

    private static long? ReadLength(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        headers.FirstOrDefault(static header => header.Key.Equals("content-length", StringComparison.OrdinalIgnoreCase)).Value is { } value
        && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : null;

    private static StreamEnding DetermineEnding(CloseKind kind) => kind switch
    {
        CloseKind.Clean or CloseKind.AfterResponse => StreamEnding.Clean,
        CloseKind.Reset => StreamEnding.Reset,
        CloseKind.Never => StreamEnding.Open,
        _ => StreamEnding.Truncated,
    };

    /// <summary>Returns the chat request as far as a scenario determines it: a relay asks for the case's model and for usage.</summary>
    private static JsonElement CreateRequest(Scenario scenario, ClientRequest client) =>
        VendorJson.Parse(MockUpstream.Json.CompactJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("model", CaseKey.Of(scenario));
            json.WriteBoolean("stream", client.Stream);
            json.WriteStartObject("stream_options");
            json.WriteBoolean("include_usage", value: true);
            json.WriteEndObject();
            if (client.Body.Member("tools").Elements() is { Count: > 0 } tools
                && tools.All(static tool => tool.Member("type").Text() is "function"))
            {
                json.WritePropertyName("tools");
                client.Body.Member("tools").WriteTo(json);
            }

            json.WriteEndObject();
        }));

    private static IEnumerable<QuirkSighting> OfTurns(UpstreamStream stream, HashSet<string> before)
    {
        var calls = new StreamReading(stream).Calls.Where(static call => call.Id is not null).ToList();
        if (calls.Find(call => before.Contains(call.Id!)) is { } again)
        {
            yield return new QuirkSighting("Q14", again.Opener.Offset, $"the id {again.Id} was used in an earlier answer");
        }

        before.UnionWith(calls.Select(static call => call.Id!));
    }
}
