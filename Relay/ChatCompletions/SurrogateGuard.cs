using System.Buffers;
using System.Buffers.Text;

namespace Relay.ChatCompletions;

/// <summary>
/// Keeps the escaped text of one string well-formed while it is cut into deltas: the first half of a character written as <c>\ud83d\ude00</c> waits for the
/// second, and a half that stands alone becomes U+FFFD. Many JSON readers refuse a lone half, and a vendor may cut between the two.
/// </summary>
internal sealed class SurrogateGuard
{
    private const int EscapeLength = 6;

    private static ReadOnlySpan<byte> Replacement => "\\ufffd"u8;

    private readonly byte[] _half = new byte[EscapeLength];
    private ArrayBufferWriter<byte>? _mended;
    private bool _waiting;

    /// <summary>The part of <paramref name="token"/> that may be sent now, with what had to wait before. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Pass(ReadOnlySpan<byte> token) =>
        !_waiting && token.IndexOf("\\u"u8) < 0 ? token : Mend(token);

    /// <summary>The text is over: what stands for a half that still waits.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        var rest = _waiting ? Replacement : default;
        _waiting = false;
        return rest;
    }

    /// <summary>The same JSON with every lone half replaced, for readers that would throw at it.</summary>
    public static ReadOnlySpan<byte> MendAll(ReadOnlySpan<byte> json)
    {
        var guard = new SurrogateGuard();
        var mended = guard.Pass(json);
        var rest = guard.Finish();
        return rest.IsEmpty ? mended : (byte[])[.. mended, .. rest];
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
        var unit = CodeUnit(piece);
        if (_waiting)
        {
            _waiting = false;
            if (char.IsLowSurrogate(unit))
            {
                mended.Write(_half);
                mended.Write(piece);
                return;
            }

            mended.Write(Replacement);
        }

        if (char.IsHighSurrogate(unit))
        {
            piece.CopyTo(_half);
            _waiting = true;
            return;
        }

        mended.Write(char.IsLowSurrogate(unit) ? Replacement : piece);
    }

    /// <summary>The length of the escape at the front, or of the plain text up to the next escape.</summary>
    private static int NextLength(ReadOnlySpan<byte> token)
    {
        var escape = token.IndexOf((byte)'\\');
        return escape switch
        {
            < 0 => token.Length,
            > 0 => escape,
            _ => Math.Min(token.Length, token.Length > 1 && token[1] == 'u' ? EscapeLength : 2),
        };
    }

    private static char CodeUnit(ReadOnlySpan<byte> piece) =>
        piece.Length == EscapeLength && piece.StartsWith("\\u"u8) && Utf8Parser.TryParse(piece[2..], out ushort unit, out _, 'x') ? (char)unit : '\0';
}
