using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting.Matrix;

/// <summary>
/// The streams of all relays, compressed in small groups of cases: the page opens at once and unpacks a group when one of its cases is
/// opened.
/// </summary>
internal sealed class MatrixPages(IReadOnlyList<Func<CaseResult, CaseEvidence?>> evidence)
{
    /// <summary>Cases in one shard.</summary>
    public const int ShardCases = 12;

    private const int MaxFindings = 4;
    private const int MaxEvents = 160;
    private const int MaxCharacters = 32 * 1024;
    private const int MaxLine = 4 * 1024;

    /// <summary>Returns the shards in order, as base64 of gzip of a JSON object from id to <see cref="MatrixPage"/>.</summary>
    public IEnumerable<string> CreateShards(IReadOnlyList<MatrixCase> cases) =>
        cases.Chunk(ShardCases).Select(chunk => Pack(chunk.ToDictionary(static one => one.Id, CreatePage, StringComparer.Ordinal)));

    private MatrixPage CreatePage(MatrixCase one)
    {
        var turns = one.Results.Select((result, index) => result is null ? [] : ReadTurns(result, evidence[index])).ToList();
        var count = turns.Max(static played => played.Count);
        return new MatrixPage(
            [.. one.Results.Select(static result => result is null ? null : CreateVerdict(result))],
            [.. Enumerable.Range(0, count).Select(turn => CreateTurn([.. turns.Select(played => played.ElementAtOrDefault(turn))]))]);
    }

    private static IReadOnlyList<TurnEvidence> ReadTurns(CaseResult result, Func<CaseResult, CaseEvidence?> evidence)
    {
        try
        {
            return evidence(result)?.Turns ?? [];
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // One case's damaged files must not take the page of all the others away.
            return [];
        }
    }

    private static MatrixVerdict CreateVerdict(CaseResult result) => new(
        VerdictCounts.GetKey(result.Verdict),
        result.Reason,
        [.. result.Findings.OrderBy(static finding => finding.Severity).Take(MaxFindings).Select(static finding => new MatrixFinding(
            finding.Check,
            JsonNamingPolicy.SnakeCaseLower.ConvertName(finding.Severity.ToString()),
            finding.Turn,
            finding.Event,
            finding.Message))],
        Math.Max(0, result.Findings.Count - MaxFindings));

    private static MatrixTurn CreateTurn(IReadOnlyList<TurnEvidence?> played)
    {
        List<string> lines = [];
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        int NumberOf(string line)
        {
            if (!numbers.TryGetValue(line, out var number))
            {
                numbers[line] = number = lines.Count;
                lines.Add(line);
            }

            return number;
        }

        var streams = played.Select(turn => turn is null ? null : CreateStream(turn, NumberOf)).ToList();
        return new MatrixTurn(lines, streams);
    }

    private static MatrixStream CreateStream(TurnEvidence turn, Func<string, int> numberOf)
    {
        var all = LinesOf(turn);
        var room = MaxCharacters;
        List<int> kept = [];
        foreach (var line in all.Take(MaxEvents))
        {
            var cut = Cut(line);
            room -= cut.Length;
            if (room < 0)
            {
                break;
            }

            kept.Add(numberOf(cut));
        }

        return new MatrixStream(turn.Status, turn.End, kept, all.Count - kept.Count);
    }

    /// <summary>
    /// Returns the events with stand-ins for ids, so that two relays can be compared; the body of an answer without a stream as one line.
    /// </summary>
    private static IReadOnlyList<string> LinesOf(TurnEvidence turn) =>
        turn.Received.Count > 0 ? turn.Received
        : turn.Events.Count > 0 ? [.. turn.Events.Select(static one => one.Data)]
        : turn.Body.Length > 0 ? [Encoding.UTF8.GetString(turn.Body.Span[..Math.Min(turn.Body.Length, MaxLine)])]
        : [];

    private static string Cut(string line)
    {
        if (line.Length <= MaxLine)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[MaxLine - 1]) ? MaxLine - 1 : MaxLine;
        return string.Create(CultureInfo.InvariantCulture, $"{line.AsSpan(0, end)} … {line.Length - end} more characters");
    }

    private static string Pack(Dictionary<string, MatrixPage> pages)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            JsonSerializer.Serialize(gzip, pages, MatrixJson.Compact.DictionaryStringMatrixPage);
        }

        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }
}
