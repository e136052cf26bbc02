using System.Globalization;

namespace Relay.Json;

/// <summary>
/// Mends escapes such as <c>\ud83d</c> that lack their other half. Clients and vendors cut texts in the middle of a character; the next reader refuses that,
/// and so does .NET's. The replacement character has the same length, so it is done in place.
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

    /// <summary>The half or whole character an escape at the front stands for; <see langword="null"/> when there is none.</summary>
    public static char? CodeUnit(ReadOnlySpan<byte> escape) =>
        escape.Length >= EscapeLength && escape[0] == '\\' && escape[1] == 'u'
            && ushort.TryParse(escape[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;

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
            Replacement.CopyTo(escape);
        }

        return EscapeLength;
    }
}
