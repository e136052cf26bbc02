using System.CommandLine;
using Conformance.Running.Varying;
using Scenarios.Words;

namespace Conformance.Commands.Options;

/// <summary>The option that selects the variations of the cases to play.</summary>
internal sealed class VaryOption
{
    private readonly Option<string> _vary = new("--vary")
    {
        Description = "Variations of each case: default, full, off, or names of variations, such as newlines,bom.",
        HelpName = "WHICH",
        DefaultValueFactory = _ => "default",
    };

    /// <summary>The option itself.</summary>
    public Option Option => _vary;

    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">A word does not name a variation.</exception>
    public VarySettings Read(ParseResult parsed)
    {
        var words = parsed.GetValue(_vary)!
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries); // The option has a default.
        return words switch
        {
            ["off"] => VarySettings.Off,
            ["default"] => VarySettings.Default,
            ["full"] => new VarySettings(VaryMode.Full, []),
            _ => OfWords(words),
        };
    }

    private static VarySettings OfWords(string[] words)
    {
        var known = FormatWords.Variations.Names.ToList();
        if (words.FirstOrDefault(word => !known.Contains(word, StringComparer.Ordinal)) is { } unknown)
        {
            if (unknown is "off" or "default" or "full")
            {
                throw new UsageException(
                    $"--vary {unknown} cannot be combined with other values; remove them, or remove '{unknown}'.");
            }

            var near = WordSuggestion.FindAll(unknown, [.. known, "off", "default", "full"]);
            var hint = near.Count == 0
                ? $"--vary: expected default, full, off, or names from {string.Join(", ", known)}."
                : $"did you mean {string.Join(" or ", near)}?";
            throw new UsageException($"There is no variation '{unknown}'; {hint}");
        }

        return words.Length > 0
            ? new VarySettings(VaryMode.Words, [.. words.Distinct(StringComparer.Ordinal)])
            : throw new UsageException("--vary: expected default, full, off, or names such as newlines,bom; received an empty value.");
    }
}
