using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Conformance.Results;

/// <summary>Writes what is known of one case as files beside each other, one for each hand-over.</summary>
internal static class CaseFolderWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static void Write(string folder, CaseResult result, CaseEvidence evidence)
    {
        Directory.CreateDirectory(folder);
        WriteText(folder, TurnFiles.Scenario, evidence.Source);
        WriteText(folder, TurnFiles.Findings, JsonSerializer.Serialize(result.Findings, ResultsJson.Indented.IReadOnlyListFinding) + "\n");
        WriteText(folder, TurnFiles.Repro, result.Repro + "\n");
        for (var turn = 1; turn <= evidence.Turns.Count; turn++)
        {
            WriteTurn(Path.Combine(folder, TurnFiles.Folder(turn, evidence.Turns.Count)), evidence.Turns[turn - 1]);
        }
    }

    private static void WriteTurn(string folder, TurnEvidence turn)
    {
        Directory.CreateDirectory(folder);
        WriteText(folder, TurnFiles.Request, JsonSerializer.Serialize(turn.Request, EvidenceJson.Indented.JsonElement) + "\n");
        WriteText(folder, TurnFiles.Answer, JsonSerializer.Serialize(Answer(turn), EvidenceJson.Indented.AnswerFile) + "\n");
        WriteBody(folder, TurnFiles.Relay(turn), turn);
        WriteLines(folder, TurnFiles.Events, turn.Events, EvidenceJson.Lines.EventEvidence);
        WriteLines(folder, TurnFiles.Timeline, turn.Timeline, EvidenceJson.Lines.TimelineEntry);
        if (turn.Golden is { } golden)
        {
            WriteText(folder, TurnFiles.Golden, Join(golden));
        }

        if (turn.Received.Count > 0)
        {
            WriteText(folder, TurnFiles.Received, Join(turn.Received));
        }

        if (turn.Expected.Count > 0)
        {
            WriteText(folder, TurnFiles.Expected, Join(turn.Expected));
        }

        if (turn.Outcome.Count > 0)
        {
            WriteText(folder, TurnFiles.Outcome, Join(turn.Outcome));
        }

        for (var number = 1; number <= turn.Exchanges.Count; number++)
        {
            WriteExchange(folder, number, turn.Exchanges[number - 1]);
        }
    }

    private static AnswerFile Answer(TurnEvidence turn) => new(
        turn.RequestLine,
        turn.Status,
        turn.End,
        turn.Headers,
        turn.BodyTotal is null ? null : turn.Body.Length,
        turn.BodyTotal,
        turn.EventsTotal);

    /// <summary>Returns the body; a body that was cut ends in a line that says so, written as a comment of an event stream.</summary>
    private static void WriteBody(string folder, string name, TurnEvidence turn)
    {
        using var file = File.Create(Path.Combine(folder, name));
        file.Write(turn.Body.Span);
        if (turn.BodyTotal is { } total)
        {
            file.Write(Utf8.GetBytes($"\n: {EvidenceCut.Describe(turn.Body.Length, total)}\n"));
        }
    }

    private static void WriteExchange(string folder, int number, ExchangeEvidence exchange)
    {
        var head = new ExchangeFile(exchange.RequestLine, exchange.RequestHeaders, exchange.Status, exchange.Headers);
        WriteText(folder, TurnFiles.Exchange(number), JsonSerializer.Serialize(head, EvidenceJson.Indented.ExchangeFile) + "\n");
        WriteText(folder, TurnFiles.ChatRequest(number), exchange.RequestBody);
        WriteLines(folder, TurnFiles.Writes(number), exchange.Writes.Select(Line), EvidenceJson.Lines.WriteLine);
        WriteMarked(folder, TurnFiles.Upstream(number), exchange);
    }

    /// <summary>Returns the upstream's bytes for reading: before each write, a line in brackets with step, place and time.</summary>
    private static void WriteMarked(string folder, string name, ExchangeEvidence exchange)
    {
        using var file = File.Create(Path.Combine(folder, name));
        file.Write(Utf8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"⟦{exchange.RequestLine} · {(exchange.Status == 0 ? "no head" : exchange.Status)}⟧\n")));
        foreach (var write in exchange.Writes)
        {
            file.Write(Utf8.GetBytes(Mark(write)));
            file.Write(write.Bytes.Span);
            if (write.Bytes.Length > 0 && write.Bytes.Span[^1] != (byte)'\n')
            {
                file.WriteByte((byte)'\n');
            }
        }
    }

    private static string Mark(WriteEvidence write)
    {
        var place = write.Step == 0 ? "body" : string.Create(CultureInfo.InvariantCulture, $"step {write.Step} · line {write.Line}");

        return string.Create(CultureInfo.InvariantCulture, $"⟦{place} · +{write.AtUs / 1000.0:0.000} ms · {write.Bytes.Length} "
            + $"bytes{(AskedFor(write) is { } boundary ? " · " + boundary : "")}⟧\n");
    }

    private static string? AskedFor(WriteEvidence write) => write.Boundary is WriteEvidence.Sent ? null : write.Boundary;

    private static WriteLine Line(WriteEvidence write)
    {
        try
        {
            return new WriteLine(write.AtUs, write.Step, write.Line, StrictUtf8.GetString(write.Bytes.Span), Base64: null, AskedFor(write));
        }
        catch (DecoderFallbackException)
        {
            return new WriteLine(write.AtUs, write.Step, write.Line, Text: null, write.Bytes.ToArray(), AskedFor(write));
        }
    }

    private static void WriteLines<T>(string folder, string name, IEnumerable<T> lines, JsonTypeInfo<T> type)
    {
        using var file = new BufferedStream(File.Create(Path.Combine(folder, name)), 1 << 16);
        foreach (var line in lines)
        {
            file.Write(JsonSerializer.SerializeToUtf8Bytes(line, type));
            file.WriteByte((byte)'\n');
        }
    }

    private static string Join(IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    private static void WriteText(string folder, string name, string text) => File.WriteAllText(Path.Combine(folder, name), text, Utf8);
}
