using F23.StringSimilarity;

namespace Scenarios.Words;

/// <summary>Finds the known word that a misspelt one was most likely meant to be.</summary>
internal static class Nearest
{
    private static readonly OptimalStringAlignment Edits = new();

    /// <summary>The nearest word, or <see langword="null"/> when none is near enough to be worth naming.</summary>
    public static string? To(string written, IEnumerable<string> known)
    {
        var limit = Math.Max(1, written.Length / 3);
        var best = known
            .Select(word => (Word: word, Distance: Distance(written, word)))
            .Where(candidate => candidate.Distance <= limit)
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        return best.Word;
    }

    /// <summary>The end of a message: the nearest word as a question, else the known ones.</summary>
    public static string Hint(string written, IEnumerable<string> known)
    {
        var words = known.ToList();
        if (To(written, words) is { } near)
        {
            return $"did you mean '{near}'?";
        }

        return words.Count <= 14 ? $"known: {string.Join(", ", words)}" : "see the list in Scenarios/README.md";
    }

    // Edits of one character, neighbours swapped counting as one; case is no edit.
    private static double Distance(string left, string right) => Edits.Distance(left.ToLowerInvariant(), right.ToLowerInvariant());
}
