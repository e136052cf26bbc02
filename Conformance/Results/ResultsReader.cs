using System.Globalization;
using System.Text.Json;

namespace Conformance.Results;

/// <summary>Reads <c>results.jsonl</c>: lines in, a <see cref="RunResult"/> out.</summary>
internal static class ResultsReader
{
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
            return JsonSerializer.Deserialize(line, ResultsJson.Default.ResultLine);
        }
        catch (JsonException) when (isLast && number > 1)
        {
            // The process was ended while it wrote; everything before this line is whole.
            return null;
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{file}:{number}");
            throw new InvalidDataException($"{place}: not a line of results: {broken.Message}", broken);
        }
    }
}
