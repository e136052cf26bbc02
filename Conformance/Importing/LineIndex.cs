namespace Conformance.Importing;

/// <summary>Finds the line of a byte.</summary>
internal sealed class LineIndex
{
    private readonly Lazy<List<long>> _starts;

    public LineIndex(ReadOnlyMemory<byte> file) => _starts = new Lazy<List<long>>(() => Starts(file.Span));

    /// <summary>Returns the number, from 1, of the line that holds the byte at an offset.</summary>
    public int LineAt(long offset)
    {
        var found = _starts.Value.BinarySearch(offset);
        return found >= 0 ? found + 1 : ~found;
    }

    private static List<long> Starts(ReadOnlySpan<byte> file)
    {
        List<long> starts = [0];
        for (var at = 0; at < file.Length;)
        {
            var end = file[at..].IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                break;
            }

            at += end + 1;
            if (file[at - 1] == '\r' && at < file.Length && file[at] == '\n')
            {
                at++;
            }

            starts.Add(at);
        }

        return starts;
    }
}
