using Conformance.Classifying.Streams;

namespace Conformance.Classifying.Quirks;

/// <summary>
/// Finds printable ASCII characters that are written as escapes although JSON needs none: <c>\u007b</c>, <c>\u0022</c>, <c>\/</c>.
/// </summary>
/// <remarks>Escaped characters beyond ASCII are not counted: many serialisers write all of them so.</remarks>
internal sealed class NeedlessEscapes : IQuirkDetector
{
    private const int EscapeLength = 6;

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q162"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var at = FindFirst(reading.Stream.Body.Span);
        return at < 0 ? [] : [new QuirkSighting("Q162", at, $"a character is escaped that needs no escape: {reading.GetExcerpt(at)}")];
    }

    private static int FindFirst(ReadOnlySpan<byte> body)
    {
        for (var at = 0; at + 1 < body.Length; at++)
        {
            if (body[at] != '\\')
            {
                continue;
            }

            if (body[at + 1] == '/' || (body[at + 1] == 'u' && IsPrintable(body[at..])))
            {
                return at;
            }

            // The character after a backslash is spent, a second backslash too.
            at++;
        }

        return -1;
    }

    private static bool IsPrintable(ReadOnlySpan<byte> escape) =>
        escape.Length >= EscapeLength
        && ushort.TryParse(
            escape[2..EscapeLength],
            System.Globalization.NumberStyles.AllowHexSpecifier,
            System.Globalization.CultureInfo.InvariantCulture,
            out var code)
        && code is >= 0x20 and < 0x7f;
}
