using System.Globalization;
using System.Text;

namespace Conformance.Results;

/// <summary>Cuts evidence down to its limits and masks credentials. Pure.</summary>
internal static class EvidenceCut
{
    // A credential that stands across the cut must be seen as a whole to be masked.
    private const int Lookahead = 4096;

    /// <summary>The evidence as it is written.</summary>
    /// <param name="evidence">What was recorded.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="bytes">The most bytes of each answer.</param>
    public static CaseEvidence Apply(CaseEvidence evidence, EvidenceLimits limits, int bytes) =>
        evidence with { Turns = [.. evidence.Turns.Select(turn => Apply(turn, limits, bytes))] };

    /// <summary>Estimates how many bytes the files of a case take.</summary>
    public static long SizeOf(CaseEvidence evidence) => evidence.Turns.Sum(SizeOfTurn);

    /// <summary>Describes how much of something is stored.</summary>
    public static string Describe(long kept, long total) => string.Create(CultureInfo.InvariantCulture, $"cut at {kept} of {total} bytes");

    private static long SizeOfTurn(TurnEvidence turn)
    {
        long size = turn.Body.Length + (turn.Timeline.Count * 120L);
        foreach (var one in turn.Events)
        {
            size += one.Data.Length + 100L;
        }

        foreach (var line in turn.Received)
        {
            size += line.Length;
        }

        return size + turn.Exchanges.Sum(SizeOfExchange);
    }

    private static long SizeOfExchange(ExchangeEvidence exchange)
    {
        long size = exchange.RequestBody.Length;
        foreach (var write in exchange.Writes)
        {
            size += 3L * write.Bytes.Length;
        }

        return size;
    }

    private static TurnEvidence Apply(TurnEvidence turn, EvidenceLimits limits, int bytes)
    {
        var body = Body(turn.Body, bytes);
        var events = Events(turn.Events, limits, bytes);
        var isCut = body.Length < turn.Body.Length;
        return turn with
        {
            RequestLine = SecretMask.MaskText(turn.RequestLine),
            Headers = SecretMask.MaskHeaders(turn.Headers),
            Body = body,
            BodyTotal = isCut || turn.BodyTotal > body.Length ? turn.BodyTotal ?? turn.Body.Length : null,
            Events = events,
            EventsTotal = events.Count < turn.Events.Count ? turn.Events.Count : null,
            Timeline = [.. turn.Timeline.Take(limits.MaxEntries)
                .Select(static entry => entry with { Text = FindingMask.MaskName(entry.Text) })],
            Golden = turn.Golden is { } golden ? [.. golden.Select(SecretMask.MaskSameLength)] : null,
            Received = Lines(turn.Received, bytes),
            Exchanges = [.. turn.Exchanges.Take(limits.MaxExchanges).Select(exchange => Apply(exchange, bytes))],
        };
    }

    private static ExchangeEvidence Apply(ExchangeEvidence exchange, int bytes) => exchange with
    {
        RequestLine = SecretMask.MaskText(exchange.RequestLine),
        RequestHeaders = SecretMask.MaskHeaders(exchange.RequestHeaders),
        RequestBody = exchange.RequestBody.Length <= bytes
            ? SecretMask.MaskSameLength(exchange.RequestBody)
            : $"{SecretMask.MaskSameLength(exchange.RequestBody[..bytes])}\n"
                + $"… {Describe(bytes, Encoding.UTF8.GetByteCount(exchange.RequestBody))}\n",
    };

    private static ReadOnlyMemory<byte> Body(ReadOnlyMemory<byte> body, int bytes) =>
        SecretMask.MaskSameLength(body[..(int)Math.Min(body.Length, (long)bytes + Lookahead)])[..Math.Min(body.Length, bytes)];

    private static List<EventEvidence> Events(IReadOnlyList<EventEvidence> events, EvidenceLimits limits, int bytes)
    {
        var kept = new List<EventEvidence>();
        long room = bytes;
        foreach (var one in events.Take(limits.MaxEntries))
        {
            room -= one.Data.Length;
            if (room < 0 && kept.Count > 0)
            {
                break;
            }

            var data = one.Data.Length <= bytes ? one.Data : one.Data[..bytes];
            kept.Add(one with { Type = FindingMask.MaskName(one.Type), Data = SecretMask.MaskSameLength(data) });
        }

        return kept;
    }

    private static List<string> Lines(IReadOnlyList<string> lines, int bytes)
    {
        var kept = new List<string>();
        long room = bytes;
        foreach (var line in lines)
        {
            room -= line.Length;
            if (room < 0)
            {
                kept.Add(string.Create(CultureInfo.InvariantCulture, $"\"… {kept.Count} of {lines.Count} lines are kept\""));
                break;
            }

            kept.Add(SecretMask.MaskSameLength(line));
        }

        return kept;
    }
}
