using F23.StringSimilarity;

namespace Relay.Policies;

/// <summary>Finds the known word that a misspelt one probably stands for.</summary>
internal static class NearestWord
{
    private static readonly OptimalStringAlignment Edits = new();

    /// <summary>Returns how many letters are added, missing, changed or swapped.</summary>
    public static int Distance(string word, string other) => (int)Edits.Distance(word, other);

    /// <summary>Returns the known words that are most like a word, the nearest first.</summary>
    public static IEnumerable<string> Closest(string word, IEnumerable<string> known, int most) =>
        known.OrderBy(candidate => Edits.Distance(word, candidate) / Math.Max(word.Length, candidate.Length)).Take(most);

    /// <summary>Returns the nearest of the known words; <see langword="null"/> when none is near.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        var nearest = known.MinBy(candidate => Edits.Distance(word, candidate));
        return nearest is not null && Edits.Distance(word, nearest) <= Math.Max(2, nearest.Length / 3) ? nearest : null;
    }
}
