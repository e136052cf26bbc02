using System.CommandLine;
using System.Globalization;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Running.Cases;

namespace Conformance.Commands.Options;

/// <summary>The options that limit how much the judge reads, stores and writes of a relay's answers.</summary>
internal sealed class LimitOptions
{
    private readonly Option<long?> _bytes = CreateSizeOption(
        "--max-answer-bytes", "Maximum size of one answer; a larger answer fails the case. Default: 64M.");
    private readonly Option<int?> _events = Numbers.CreateOption(
        "--max-answer-events", "Maximum number of events and comments in one answer. Default: 250000.", "N", 1, 100_000_000);
    private readonly Option<long?> _line = CreateSizeOption(
        "--max-line-bytes", "Maximum size of a line or event in a stream. Default: 16M.");
    private readonly Option<long?> _memory = CreateSizeOption(
        "--max-memory", "Maximum total size of the answers being read and judged. Default: 512M.");
    private readonly Option<long?> _evidence = CreateSizeOption(
        "--max-evidence", "Maximum size of a run's recordings on disk; beyond it, only the start of each is stored. Default: 1G.");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _bytes, _events, _line, _memory, _evidence })
        {
            command.Add(option);
        }
    }

    /// <summary>Returns the words that give the same limits again.</summary>
    public IEnumerable<string> AsTyped(ParseResult parsed)
    {
        (string Name, long? Value)[] options =
        [
            (_bytes.Name, parsed.GetValue(_bytes)), (_events.Name, parsed.GetValue(_events)), (_line.Name, parsed.GetValue(_line)),
            (_memory.Name, parsed.GetValue(_memory)), (_evidence.Name, parsed.GetValue(_evidence)),
        ];
        return options.Where(option => option.Value is not null)
            .SelectMany(option => new[] { option.Name, option.Value!.Value.ToString(CultureInfo.InvariantCulture) });
    }

    /// <summary>Returns the bounds of a case with these limits.</summary>
    public CaseSettings Read(ParseResult parsed, CaseSettings settings)
    {
        var usual = AnswerLimits.Default;
        return settings with
        {
            Limits = usual with
            {
                // A body is one array in the end, which the platform bounds at 2 GB.
                MaxBytes = Math.Min(2_000_000_000, parsed.GetValue(_bytes) ?? usual.MaxBytes),
                MaxEvents = parsed.GetValue(_events) ?? usual.MaxEvents,
                MaxLineBytes = (int)Math.Min(int.MaxValue, parsed.GetValue(_line) ?? usual.MaxLineBytes),
            },
            MemoryLimit = parsed.GetValue(_memory) ?? RunMemory.DefaultLimit,
            Evidence = EvidenceLimits.Default with { MaxRunBytes = parsed.GetValue(_evidence) ?? EvidenceLimits.Default.MaxRunBytes },
        };
    }

    private static Option<long?> CreateSizeOption(string name, string description)
    {
        var option = new Option<long?>(name) { Description = description, HelpName = "SIZE" };
        option.CustomParser = result =>
        {
            var text = result.Tokens[^1].Value;
            if (TryParse(text, out var bytes))
            {
                return bytes;
            }

            result.AddError($"{name}: expected a size such as 500K, 64M or 1G, received '{text}'.");
            return null;
        };
        return option;
    }

    private static bool TryParse(string text, out long bytes)
    {
        var digits = text.TrimEnd('k', 'K', 'm', 'M', 'g', 'G');
        int? shift = text[digits.Length..].ToUpperInvariant() switch
        {
            "" => 0,
            "K" => 10,
            "M" => 20,
            "G" => 30,
            _ => null,
        };
        var isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        bytes = isNumber && shift is { } by && number is > 0 and < 1_000_000_000 ? number << by : 0;
        return bytes is > 0 and <= 1L << 40;
    }
}
