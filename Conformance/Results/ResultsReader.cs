using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Conformance.Results;

/// <summary>Reads <c>results.jsonl</c>: lines in, a <see cref="RunResult"/> out.</summary>
internal static class ResultsReader
{
    private const string Schema = "relay-results/v2";

    public static RunResult Read(string file)
    {
        var lines = File.ReadAllLines(file);
        RunInfo? info = null;
        RunEnd? end = null;
        var cases = new Dictionary<string, CaseResult>(StringComparer.Ordinal);
        var rules = new List<RuleResult>();
        for (var number = 1; number <= lines.Length; number++)
        {
            switch (Parse(file, number, lines[number - 1], isLast: number == lines.Length))
            {
                case RunInfo run:
                    info = run;
                    break;
                case CaseResult result:
                    cases[result.Id] = result;
                    break;
                case RuleResult rule:
                    rules.Add(rule);
                    break;
                case RunEnd last:
                    end = last;
                    break;
            }
        }

        return new RunResult
        {
            Info = info ?? throw new InvalidDataException($"{file} does not begin with a line of kind run."),
            Cases = [.. cases.Values.OrderBy(result => result.Id, StringComparer.Ordinal)],
            Rules = rules,
            End = end,
        };
    }

    private static ResultLine? Parse(string file, int number, string line, bool isLast)
    {
        try
        {
            Refuse(file, line);
            return JsonSerializer.Deserialize(line, ResultsJson.Default.ResultLine);
        }
        catch (JsonException) when (isLast && number > 1)
        {
            // The process was ended while it wrote; everything before this line is whole.
            return null;
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{file}:{number}:{Column(line, broken)}");
            throw new InvalidDataException($"{place}: not a valid line of results: {Sentence(broken.Message)}", broken);
        }
    }

    /// <summary>Members change their meaning from version to version, so that a file of another version is not read at all.</summary>
    private static void Refuse(string file, string line)
    {
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object
            && root.TryGetProperty("schema", out var schema)
            && schema.ValueKind == JsonValueKind.String
            && schema.GetString() is { } version
            && version != Schema)
        {
            throw new InvalidDataException(
                $"{file} has version {version}, but this program reads {Schema}; run the cases again with this program.");
        }
    }

    private static long Column(string line, Exception broken) =>
        broken is JsonException { BytePositionInLine: { } position } ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line).AsSpan(
            0, (int)Math.Min(position, Encoding.UTF8.GetByteCount(line)))).Length + 1 : 1;

    /// <summary>The parser's message without the places it adds, which count from 0.</summary>
    private static string Sentence(string message)
    {
        var places = message.IndexOf(" Path: ", StringComparison.Ordinal) is var path and >= 0
            ? path
            : message.IndexOf(" LineNumber: ", StringComparison.Ordinal);

        return places < 0 ? message : message[..places];
    }
}
