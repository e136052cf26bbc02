using System.Buffers;

namespace Relay.Json;

/// <summary>
/// Keeps the escaped text of one string well-formed while it is cut into deltas: the first half of a pair such as <c>\ud83d\ude00</c> is
/// held back until the second arrives, and a half without the other becomes U+FFFD. A vendor may cut between the two. For complete text
/// there is <see cref="LoneSurrogates"/>.
/// </summary>
internal sealed class SurrogateGuard
{
    private readonly byte[] _half = new byte[LoneSurrogates.EscapeLength];
    private ArrayBufferWriter<byte>? _mended;
    private bool _waiting;

    /// <summary>
    /// Returns the part of <paramref name="token"/> that can be sent now, after text that was held back. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> Pass(ReadOnlySpan<byte> token) =>
        !_waiting && token.IndexOf("\\u"u8) < 0 ? token : Mend(token);

    /// <summary>Ends the text and returns the replacement of a half that was held back.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        var rest = _waiting ? LoneSurrogates.Replacement : default;
        _waiting = false;
        return rest;
    }

    private ReadOnlySpan<byte> Mend(ReadOnlySpan<byte> token)
    {
        _mended ??= new ArrayBufferWriter<byte>();
        _mended.ResetWrittenCount();
        while (!token.IsEmpty)
        {
            var length = NextLength(token);
            Accept(token[..length], _mended);
            token = token[length..];
        }

        return _mended.WrittenSpan;
    }

    private void Accept(ReadOnlySpan<byte> piece, ArrayBufferWriter<byte> mended)
    {
        var unit = LoneSurrogates.CodeUnit(piece) ?? '\0';
        if (_waiting)
        {
            _waiting = false;
            if (char.IsLowSurrogate(unit))
            {
                mended.Write(_half);
                mended.Write(piece);
                return;
            }

            mended.Write(LoneSurrogates.Replacement);
        }

        if (char.IsHighSurrogate(unit))
        {
            piece.CopyTo(_half);
            _waiting = true;
            return;
        }

        mended.Write(char.IsLowSurrogate(unit) ? LoneSurrogates.Replacement : piece);
    }

    /// <summary>Returns the length of the escape at the start, or of the plain text up to the next escape.</summary>
    private static int NextLength(ReadOnlySpan<byte> token)
    {
        var escape = token.IndexOf((byte)'\\');
        return escape switch
        {
            < 0 => token.Length,
            > 0 => escape,
            _ => Math.Min(token.Length, token.Length > 1 && token[1] == 'u' ? LoneSurrogates.EscapeLength : 2),
        };
    }
}
