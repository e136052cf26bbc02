using System.Buffers;
using System.Text;

namespace Relay.Json;

/// <summary>
/// Writes each character of a JSON text in one form: plain, or as the short escape where JSON requires one. Vendors escape differently
/// (<c>\u003cthink\u003e</c>, <c>\/</c>), and the search for tags and comparisons of bytes must not depend on it.
/// </summary>
/// <remarks>
/// Half a surrogate pair stays an escape, because its other half may arrive in the next delta (<see cref="SurrogateGuard"/>).
/// </remarks>
internal sealed class PlainEscapes
{
    private readonly ArrayBufferWriter<byte> _plain = new();

    /// <summary>Returns the text in that form; usually the text itself. Valid until the next call.</summary>
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> json)
    {
        var at = FindEscape(json);
        if (at < 0)
        {
            return json;
        }

        _plain.ResetWrittenCount();
        while (at >= 0)
        {
            _plain.Write(json[..at]);
            json = json[at..];
            json = json[WriteEscape(json)..];
            at = FindEscape(json);
        }

        _plain.Write(json);
        return _plain.WrittenSpan;
    }

    /// <summary>Returns the position of the first escape that may have another form; -1 if there is none.</summary>
    private static int FindEscape(ReadOnlySpan<byte> json)
    {
        for (var at = json.IndexOf((byte)'\\'); at >= 0 && at + 1 < json.Length;)
        {
            if (json[at + 1] is (byte)'u' or (byte)'/')
            {
                return at;
            }

            var more = json[(at + 2)..].IndexOf((byte)'\\');
            at = more < 0 ? -1 : at + 2 + more;
        }

        return -1;
    }

    /// <summary>Writes the escape at the start in its one form.</summary>
    /// <returns>The length of the escape.</returns>
    private int WriteEscape(ReadOnlySpan<byte> escape)
    {
        if (escape[1] == '/')
        {
            _plain.Write("/"u8);
            return 2;
        }

        if (LoneSurrogates.CodeUnit(escape) is not { } unit)
        {
            // Not a valid escape: the parser will report it.
            _plain.Write(escape[..2]);
            return 2;
        }

        if (char.IsHighSurrogate(unit)
            && LoneSurrogates.CodeUnit(escape[LoneSurrogates.EscapeLength..]) is { } low
            && char.IsLowSurrogate(low))
        {
            Write(new Rune(unit, low));
            return 2 * LoneSurrogates.EscapeLength;
        }

        WriteEscape(unit, escape[..LoneSurrogates.EscapeLength]);
        return LoneSurrogates.EscapeLength;
    }

    private void WriteEscape(char unit, ReadOnlySpan<byte> escape)
    {
        var known = unit switch
        {
            '"' => "\\\""u8,
            '\\' => "\\\\"u8,
            '\n' => "\\n"u8,
            '\r' => "\\r"u8,
            '\t' => "\\t"u8,
            '\b' => "\\b"u8,
            '\f' => "\\f"u8,
            _ => default,
        };
        if (!known.IsEmpty)
        {
            _plain.Write(known);
        }
        else if (unit < ' ' || char.IsSurrogate(unit))
        {
            _plain.Write(escape);
        }
        else
        {
            Write(new Rune(unit));
        }
    }

    private void Write(Rune rune) => _plain.Advance(rune.EncodeToUtf8(_plain.GetSpan(4)));
}
