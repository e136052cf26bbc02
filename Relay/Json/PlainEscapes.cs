using System.Buffers;
using System.Text;

namespace Relay.Json;

/// <summary>
/// Gives each character of a JSON text its one spelling: plain, or the short escape where JSON wants one. Writers escape as they like (<c>\u003cthink\u003e</c>, <c>\/</c>),
/// and text that is searched for tags, compared and told blank as bytes must not depend on it.
/// </summary>
/// <remarks>Half a surrogate pair stays an escape: its other half may come in the next delta (<see cref="SurrogateGuard"/>).</remarks>
internal sealed class PlainEscapes
{
    private readonly ArrayBufferWriter<byte> _plain = new();

    /// <summary>The text in that spelling; the text itself where nothing is spelled otherwise, which is the rule. Valid until the next call.</summary>
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> json)
    {
        var at = Next(json);
        if (at < 0)
        {
            return json;
        }

        _plain.ResetWrittenCount();
        while (at >= 0)
        {
            _plain.Write(json[..at]);
            json = json[at..];
            json = json[Spell(json)..];
            at = Next(json);
        }

        _plain.Write(json);
        return _plain.WrittenSpan;
    }

    /// <summary>The first escape that may have another spelling; -1 for none.</summary>
    private static int Next(ReadOnlySpan<byte> json)
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

    /// <summary>Writes the escape at the front in its one spelling.</summary>
    /// <returns>How many bytes it has.</returns>
    private int Spell(ReadOnlySpan<byte> escape)
    {
        if (escape[1] == '/')
        {
            _plain.Write("/"u8);
            return 2;
        }

        if (LoneSurrogates.CodeUnit(escape) is not { } unit)
        {
            // No escape at all: a parser will say so.
            _plain.Write(escape[..2]);
            return 2;
        }

        if (char.IsHighSurrogate(unit) && LoneSurrogates.CodeUnit(escape[LoneSurrogates.EscapeLength..]) is { } low && char.IsLowSurrogate(low))
        {
            Write(new Rune(unit, low));
            return 2 * LoneSurrogates.EscapeLength;
        }

        Spell(unit, escape[..LoneSurrogates.EscapeLength]);
        return LoneSurrogates.EscapeLength;
    }

    private void Spell(char unit, ReadOnlySpan<byte> escape)
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
