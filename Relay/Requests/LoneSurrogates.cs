using System.Globalization;

namespace Relay.Requests;

/// <summary>
/// Mends escapes such as <c>\ud83d</c> that lack their other half. Clients cut texts in the middle of a character; no vendor takes that, and neither does
/// the JSON reader. The replacement character has the same length, so it is done in place.
/// </summary>
internal static class LoneSurrogates
{
    private const int EscapeLength = 6;

    public static void Mend(Span<byte> json)
    {
        var rest = json;
        while (rest.IndexOf((byte)'\\') is var at and >= 0)
        {
            rest = rest[at..];
            rest = rest[Math.Min(MendEscape(rest), rest.Length)..];
        }
    }

    // Returns how much of it has been dealt with.
    private static int MendEscape(Span<byte> escape)
    {
        if (CodeUnit(escape) is not { } unit)
        {
            return 2;
        }

        if (char.IsHighSurrogate(unit) && CodeUnit(escape[EscapeLength..]) is { } next && char.IsLowSurrogate(next))
        {
            return 2 * EscapeLength;
        }

        if (char.IsSurrogate(unit))
        {
            "\\ufffd"u8.CopyTo(escape);
        }

        return EscapeLength;
    }

    private static char? CodeUnit(ReadOnlySpan<byte> escape) =>
        escape.Length >= EscapeLength && escape[0] == '\\' && escape[1] == 'u'
            && ushort.TryParse(escape[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;
}
