using System.Buffers;

namespace Relay.Json;

/// <summary>
/// Keeps the escaped text of one string well-formed while it is cut into deltas: the first half of a character written as <c>\ud83d\ude00</c> waits for the
/// second, and a half that stands alone becomes U+FFFD. A vendor may cut between the two; for a text that is whole there is <see cref="LoneSurrogates"/>.
/// </summary>
internal sealed class SurrogateGuard
{
    private readonly byte[] _half = new byte[LoneSurrogates.EscapeLength];
    private ArrayBufferWriter<byte>? _mended;
    private bool _waiting;

    /// <summary>The part of <paramref name="token"/> that may be sent now, with what had to wait before. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Pass(ReadOnlySpan<byte> token) =>
        !_waiting && token.IndexOf("\\u"u8) < 0 ? token : Mend(token);

    /// <summary>The text is over: what stands for a half that still waits.</summary>
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

    /// <summary>The length of the escape at the front, or of the plain text up to the next escape.</summary>
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
