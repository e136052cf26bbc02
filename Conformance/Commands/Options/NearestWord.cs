using F23.StringSimilarity;

namespace Conformance.Commands.Options;

/// <summary>Finds the known word that a misspelled word was most likely meant to be.</summary>
internal static class NearestWord
{
    private const int Most = 3;

    private static readonly OptimalStringAlignment Edits = new();

    /// <summary>Returns the known words nearest to a mistyped one, nearest first; none when all are far away.</summary>
    public static IReadOnlyList<string> FindAll(string word, IEnumerable<string> known)
    {
        var limit = Math.Max(2, word.Length / 3);
        return
        [
            .. known
                .Select(candidate => (candidate, distance: Edits.Distance(word, candidate)))
                .Where(pair => pair.distance <= limit || Contains(pair.candidate, word))
                .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
                .Take(Most)
                .Select(pair => pair.candidate),
        ];
    }

    private static bool Contains(string candidate, string word) =>
        word.Length >= 3 && candidate.Contains(word, StringComparison.OrdinalIgnoreCase);
}
