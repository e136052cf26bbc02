namespace MockUpstream.Playing;

/// <summary>How many letters must be put in, taken out or changed to make one word of another (Levenshtein).</summary>
internal static class EditDistance
{
    public static int Between(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var row = new int[other.Length + 1];
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 0; line < one.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line + 1;
            for (var column = 0; column < other.Length; column++)
            {
                var change = diagonal + (one[line] == other[column] ? 0 : 1);
                diagonal = row[column + 1];
                row[column + 1] = Math.Min(change, Math.Min(row[column], diagonal) + 1);
            }
        }

        return row[^1];
    }
}
