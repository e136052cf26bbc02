namespace Scenarios.Words;

/// <summary>Finds the known word that a misspelt one was most likely meant to be.</summary>
internal static class Nearest
{
    /// <summary>The nearest word, or <see langword="null"/> when none is near enough to be worth naming.</summary>
    public static string? To(string written, IEnumerable<string> known)
    {
        var limit = Math.Max(1, written.Length / 3);
        var best = known
            .Select(word => (Word: word, Distance: Distance(written, word, limit)))
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
    private static int Distance(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
        {
            return int.MaxValue;
        }

        var table = new int[left.Length + 1, right.Length + 1];
        for (var row = 0; row <= left.Length; row++)
        {
            for (var column = 0; column <= right.Length; column++)
            {
                table[row, column] = row == 0 || column == 0 ? row + column : Cell(table, left, right, row, column);
            }
        }

        return table[left.Length, right.Length];
    }

    private static int Cell(int[,] table, string left, string right, int row, int column)
    {
        var differs = Same(left[row - 1], right[column - 1]) ? 0 : 1;
        var cost = Math.Min(Math.Min(table[row - 1, column] + 1, table[row, column - 1] + 1), table[row - 1, column - 1] + differs);
        var isSwap = row > 1 && column > 1 && Same(left[row - 1], right[column - 2]) && Same(left[row - 2], right[column - 1]);
        return isSwap ? Math.Min(cost, table[row - 2, column - 2] + 1) : cost;
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
