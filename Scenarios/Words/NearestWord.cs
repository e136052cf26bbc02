using F23.StringSimilarity;

namespace Scenarios.Words;

/// <summary>Finds the known word that a misspelt one was most likely meant to be.</summary>
internal static class NearestWord
{
    private static readonly OptimalStringAlignment Edits = new();

    /// <summary>Returns the nearest word, or <see langword="null"/> when none is near enough to be worth naming.</summary>
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

    /// <summary>Returns the end of a message: the nearest word as a question, else the known ones.</summary>
    public static string Suggest(string written, IEnumerable<string> known)
    {
        var words = known.ToList();
        if (Find(written, words) is { } near)
        {
            return $"did you mean '{near}'?";
        }

        return words.Count <= 14 ? $"known: {string.Join(", ", words)}" : "see the list in Scenarios/README.md";
    }

    // Edits of one character; two swapped neighbours are one edit. Case is ignored.
    private static double Distance(string left, string right) => Edits.Distance(left.ToLowerInvariant(), right.ToLowerInvariant());
}
