using System.Globalization;

namespace Relay.Json;

/// <summary>
/// Replaces escapes such as <c>\ud83d</c> that lack their other half. Clients and vendors cut texts in the middle of a character, and other
/// parsers, including .NET's, reject the result. The replacement character has the same length, so it is replaced in place.
/// </summary>
internal static class LoneSurrogates
{
    public const int EscapeLength = 6;

    public static ReadOnlySpan<byte> Replacement => "\\ufffd"u8;

    public static void Mend(Span<byte> json)
    {
        var rest = json;
        while (rest.IndexOf((byte)'\\') is var at and >= 0)
        {
            rest = rest[at..];
            rest = rest[Math.Min(MendEscape(rest), rest.Length)..];
        }
    }

    /// <summary>Returns the code unit of an escape at the start; <see langword="null"/> if there is none.</summary>
    public static char? CodeUnit(ReadOnlySpan<byte> escape) =>
        escape.Length >= EscapeLength && escape[0] == '\\' && escape[1] == 'u'
            && ushort.TryParse(escape[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;

    // Returns the length that was handled.
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
            Replacement.CopyTo(escape);
        }

        return EscapeLength;
    }
}
