using F23.StringSimilarity;

namespace Scenarios.Words;

/// <summary>Finds the known words that a misspelled word was most likely meant to be.</summary>
internal static class WordSuggestion
{
    private const int MostListed = 14;

    private const int MostSimilar = 3;

    private static readonly OptimalStringAlignment Edits = new();

    /// <summary>Returns the most similar word, ignoring case; <see langword="null"/> when none is similar enough.</summary>
    public static string? Find(string written, IEnumerable<string> known)
    {
        var limit = Math.Max(1, written.Length / 3);
        var best = known
            .Select(word => (Word: word, Distance: Distance(written, word)))
            .Where(candidate => candidate.Distance <= limit)
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        return best.Word;
    }

    /// <summary>
    /// Returns at most three similar words, the most similar first: those a few edits away, and those that contain the word.
    /// </summary>
    public static IReadOnlyList<string> FindAll(string written, IEnumerable<string> known)
    {
        var limit = Math.Max(2, written.Length / 3);
        return
        [
            .. known
                .Select(word => (Word: word, Distance: Edits.Distance(written, word)))
                .Where(candidate => candidate.Distance <= limit || Contains(candidate.Word, written))
                .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Word, StringComparer.Ordinal)
                .Take(MostSimilar)
                .Select(candidate => candidate.Word),
        ];
    }

    /// <summary>Returns the end of a message: the most similar word as a question, else the known ones.</summary>
    public static string Suggest(string written, IEnumerable<string> known)
    {
        var words = known.ToList();
        if (Find(written, words) is { } near)
        {
            return $"did you mean '{near}'?";
        }

        return words.Count <= MostListed ? $"known: {string.Join(", ", words)}" : "see the list in Scenarios/README.md";
    }

    // Edits of one character; two swapped neighbours are one edit. Case is ignored.
    private static double Distance(string left, string right) => Edits.Distance(left.ToLowerInvariant(), right.ToLowerInvariant());

    private static bool Contains(string candidate, string word) =>
        word.Length >= 3 && candidate.Contains(word, StringComparison.OrdinalIgnoreCase);
}
