using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>Cuts the bytes of a step into the writes its <see cref="Split"/> asks for.</summary>
internal static class ByteCutter
{
    /// <summary>Returns the parts in order; nothing for no bytes.</summary>
    /// <param name="bytes">The bytes to cut.</param>
    /// <param name="split">The cuts, or <see langword="null"/> for one part.</param>
    /// <param name="before">The number of bytes at the front that are not the step's own; offsets are counted after them.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Cut(ReadOnlyMemory<byte> bytes, Split? split, int before = 0)
    {
        var start = 0;
        foreach (var cut in FindOffsets(bytes, split, before).Where(cut => cut < bytes.Length))
        {
            if (cut > start)
            {
                yield return bytes[start..cut];
                start = cut;
            }
        }

        if (start < bytes.Length)
        {
            yield return bytes[start..];
        }
    }

    /// <summary>Returns the offsets of the cuts, ascending.</summary>
    public static IEnumerable<int> FindOffsets(ReadOnlyMemory<byte> bytes, Split? split, int before = 0) => split switch
    {
        { Every: { } every and > 0 } => Enumerable.Range(1, bytes.Length / every).Select(n => n * every),
        { At: { } offsets } => offsets.Select(offset => offset + before),
        { Chars: true } => FindInsideCharacters(bytes),
        _ => [],
    };

    /// <summary>Returns the places after the first byte of each character of several bytes.</summary>
    private static IEnumerable<int> FindInsideCharacters(ReadOnlyMemory<byte> bytes) =>
        Enumerable.Range(0, bytes.Length).Where(at => bytes.Span[at] >= 0b1100_0000).Select(at => at + 1);
}
