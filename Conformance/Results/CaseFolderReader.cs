using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Conformance.Results;

/// <summary>Reads back what <see cref="CaseFolderWriter"/> wrote.</summary>
internal static class CaseFolderReader
{
    /// <summary>The evidence; <see langword="null"/> when the folder or one of its files is gone.</summary>
    /// <exception cref="InvalidDataException">A file is there and is not what it should be.</exception>
    public static CaseEvidence? Read(string folder)
    {
        try
        {
            var turns = Directory.Exists(Path.Combine(folder, TurnFiles.Folder(1, 2))) ? Numbered(folder) : [ReadTurn(folder)];

            return new CaseEvidence(File.ReadAllText(Path.Combine(folder, TurnFiles.Scenario)), turns);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"A file in {folder} cannot be read: {broken.Message}", broken);
        }
    }

    private static List<TurnEvidence> Numbered(string folder)
    {
        var turns = new List<TurnEvidence>();
        while (Path.Combine(folder, TurnFiles.Folder(turns.Count + 1, 2)) is var turn && Directory.Exists(turn))
        {
            turns.Add(ReadTurn(turn));
        }

        return turns;
    }

    private static TurnEvidence ReadTurn(string folder)
    {
        var answer = ReadOne(folder, TurnFiles.Answer, EvidenceJson.Default.AnswerFile);
        var stream = Path.Combine(folder, TurnFiles.RelayStream);

        return new TurnEvidence
        {
            RequestLine = answer.RequestLine,
            Request = ReadOne(folder, TurnFiles.Request, EvidenceJson.Default.JsonElement),
            Exchanges = ReadExchanges(folder),
            Status = answer.Status,
            Headers = answer.Headers,
            Body = ReadBody(File.Exists(stream) ? stream : Path.Combine(folder, TurnFiles.RelayBody), answer),
            BodyTotal = answer.TotalBytes,
            EventsTotal = answer.TotalEvents,
            End = answer.End,
            Events = ReadLines(folder, TurnFiles.Events, EvidenceJson.Default.EventEvidence),
            Timeline = ReadLines(folder, TurnFiles.Timeline, EvidenceJson.Default.TimelineEntry),
            Golden = Optional(folder, TurnFiles.Golden),
            Received = Optional(folder, TurnFiles.Received) ?? [],
            Expected = Optional(folder, TurnFiles.Expected) ?? [],
            Outcome = Optional(folder, TurnFiles.Outcome) ?? [],
        };
    }

    private static ReadOnlyMemory<byte> ReadBody(string file, AnswerFile answer)
    {
        ReadOnlyMemory<byte> bytes = File.ReadAllBytes(file);

        return answer.KeptBytes is { } kept ? bytes[..(int)Math.Clamp(kept, 0, bytes.Length)] : bytes;
    }

    private static List<ExchangeEvidence> ReadExchanges(string folder)
    {
        var exchanges = new List<ExchangeEvidence>();
        while (File.Exists(Path.Combine(folder, TurnFiles.Exchange(exchanges.Count + 1))))
        {
            var number = exchanges.Count + 1;
            var head = ReadOne(folder, TurnFiles.Exchange(number), EvidenceJson.Default.ExchangeFile);
            exchanges.Add(new ExchangeEvidence
            {
                RequestLine = head.RequestLine,
                RequestHeaders = head.RequestHeaders,
                RequestBody = File.ReadAllText(Path.Combine(folder, TurnFiles.ChatRequest(number))),
                Status = head.Status,
                Headers = head.Headers,
                Writes = [.. ReadLines(folder, TurnFiles.Writes(number), EvidenceJson.Default.WriteLine).Select(Write)],
            });
        }

        return exchanges;
    }

    private static WriteEvidence Write(WriteLine line) =>
        new(line.AtUs, line.Step, line.Line, line.Base64
            ?? Encoding.UTF8.GetBytes(line.Text ?? "")) { Boundary = line.Boundary ?? WriteEvidence.Sent };

    private static T ReadOne<T>(string folder, string name, JsonTypeInfo<T> type)
    {
        var file = Path.Combine(folder, name);

        return JsonSerializer.Deserialize(File.ReadAllBytes(file), type) ?? throw new InvalidDataException($"{file} contains null.");
    }

    private static List<T> ReadLines<T>(string folder, string name, JsonTypeInfo<T> type)
    {
        var file = Path.Combine(folder, name);

        return [.. File.ReadLines(file)
            .Select(line => JsonSerializer.Deserialize(line, type) ?? throw new InvalidDataException($"{file} contains null."))];
    }

    private static string[]? Optional(string folder, string name)
    {
        var file = Path.Combine(folder, name);

        return File.Exists(file) ? File.ReadAllLines(file) : null;
    }
}
