using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>Reduces a case's evidence to the part that is embedded in the page. Pure.</summary>
internal static class CasePages
{
    private static readonly JsonWriterOptions Pretty = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static CasePage Create(CaseResult result, CaseEvidence? evidence, string? problem)
    {
        if (evidence is null)
        {
            return new CasePage(result, Source: null, problem, []);
        }

        var folder = result.Folder ?? "";
        var turns = evidence.Turns.Select((turn, index) => CreateTurn(
            turn,
            ExpectExcerpt.TryCreate(evidence.Source, index),
            result.Verdict == Verdict.Passed,
            Combine(folder, TurnFiles.Folder(index + 1, evidence.Turns.Count)),
            [.. result.Findings.Where(finding => finding.Turn == index + 1
                && finding.Event is not null).Select(finding => finding.Event!.Value)]));

        return new CasePage(result, Cut(evidence.Source, Combine(folder, TurnFiles.Scenario)), problem, [.. turns]);
    }

    /// <summary>Returns a page that only names the file with the evidence.</summary>
    public static CasePage CreateBare(CaseResult result) =>
        new(result with { Why = null, Clients = [] }, Source: null, Problem: null, [], result.Folder);

    private static TurnPage CreateTurn(
        TurnEvidence turn, ExpectExcerpt? expect, bool isRight, string folder, HashSet<int> marked)
    {
        var events = EventExcerpt.Select(turn.Events, marked);
        var kept = events.Select(candidate => candidate.Index).ToHashSet();

        return new TurnPage
        {
            RequestLine = turn.RequestLine,
            Request = Cut(Indent(turn.Request), Combine(folder, TurnFiles.Request)),
            Exchanges = [.. turn.Exchanges.Select((exchange, index) => CreateExchange(exchange, index + 1, folder))],
            Status = turn.Status,
            Headers = turn.Headers,
            End = turn.End,
            Wire = RelayWire(turn, Combine(folder, TurnFiles.Relay(turn))),
            Events = events,
            EventsTotal = turn.EventsTotal ?? turn.Events.Count,
            EventsFile = Combine(folder, TurnFiles.Events),
            Timeline = EventExcerpt.Select(turn.Timeline, kept),
            TimelineTotal = turn.Timeline.Count,
            TimelineFile = Combine(folder, TurnFiles.Timeline),
            Golden = GoldenDiff.Create(turn, Combine(folder, TurnFiles.Golden)),
            Expected = ExpectedPages.Create(turn, expect, isRight),
        };
    }

    private static ExchangePage CreateExchange(ExchangeEvidence exchange, int number, string folder) => new(
        exchange.RequestLine,
        exchange.RequestHeaders,
        Cut(Indent(exchange.RequestBody), Combine(folder, TurnFiles.ChatRequest(number))),
        exchange.Status,
        exchange.Headers,
        UpstreamWire(exchange, Combine(folder, TurnFiles.Upstream(number))));

    private static WirePage UpstreamWire(ExchangeEvidence exchange, string file)
    {
        var pieces = new List<WirePiece>();
        long offset = 0, shown = 0;
        foreach (var write in exchange.Writes)
        {
            var room = (int)Math.Min(write.Bytes.Length, PageLimits.Wire - shown);
            if (room > 0)
            {
                pieces.Add(new WirePiece(
                    write.AtUs,
                    write.Step,
                    write.Line,
                    offset,
                    WireText.Format(write.Bytes.Span[..room]),
                    write.Boundary is WriteEvidence.Sent ? null : write.Boundary));
                shown += room;
            }

            offset += write.Bytes.Length;
        }

        return new WirePage(offset, shown, file, pieces);
    }

    private static WirePage RelayWire(TurnEvidence turn, string file)
    {
        var body = turn.Body.Span;
        var limit = Math.Min(body.Length, PageLimits.Wire);
        var pieces = new List<WirePiece>();
        var offset = 0;
        foreach (var read in turn.Timeline.Where(entry => string.Equals(entry.Lane, "client", StringComparison.Ordinal)
            && string.Equals(entry.Kind, "read", StringComparison.Ordinal)))
        {
            var length = Math.Min(read.Bytes ?? 0, limit - offset);
            if (length > 0)
            {
                pieces.Add(new WirePiece(read.AtUs, Step: null, Line: null, offset, WireText.Format(body.Slice(offset, length))));
                offset += length;
            }
        }

        if (offset < limit)
        {
            pieces.Add(new WirePiece(AtUs: null, Step: null, Line: null, offset, WireText.Format(body[offset..limit])));
        }

        return new WirePage(turn.BodyTotal ?? body.Length, limit, file, pieces);
    }

    private static Excerpt Cut(string text, string file) => text.Length <= PageLimits.Text
        ? new Excerpt(text, 0, file)
        : new Excerpt(text[..PageLimits.Text], text.Length - PageLimits.Text, file);

    private static string Indent(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);

            return Indent(document.RootElement);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    private static string Indent(JsonElement json)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Pretty))
        {
            json.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static string Combine(string folder, string name) => name.Length == 0 ? folder : folder.Length == 0 ? name : $"{folder}/{name}";
}
