namespace Conformance.Commands;

/// <summary>Finds what somebody may have meant.</summary>
internal static class NearestWord
{
    private const int Most = 3;

    /// <summary>The known words nearest to a mistyped one, nearest first; none when all are far away.</summary>
    public static IReadOnlyList<string> Of(string word, IEnumerable<string> known)
    {
        var limit = Math.Max(2, word.Length / 3);
        return
        [
            .. known
                .Select(candidate => (candidate, distance: Distance(word, candidate)))
                .Where(pair => pair.distance <= limit || Contains(pair.candidate, word))
                .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
                .Take(Most)
                .Select(pair => pair.candidate),
        ];
    }

    private static bool Contains(string candidate, string word) => word.Length >= 3 && candidate.Contains(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Levenshtein's distance, two rows at a time.</summary>
    private static int Distance(string left, string right)
    {
        var before = Enumerable.Range(0, right.Length + 1).ToArray();
        var now = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = before[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                now[j] = Math.Min(replaced, Math.Min(before[j], now[j - 1]) + 1);
            }

            (before, now) = (now, before);
        }

        return before[right.Length];
    }
}
