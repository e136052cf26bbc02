using System.Buffers;

namespace Relay.Translating;

/// <summary>Undoes the escapes that some writers use for the characters of a tag, so that a tag is found however it is written. Other escapes stay.</summary>
internal static class TagEscapes
{
    /// <summary>Whether there is anything to undo.</summary>
    public static bool IsIn(ReadOnlySpan<byte> token) => token.IndexOf((byte)'\\') >= 0;

    public static void Undo(ReadOnlySpan<byte> token, IBufferWriter<byte> target)
    {
        while (!token.IsEmpty)
        {
            var length = NextLength(token);
            target.Write(Plain(token[..length]));
            token = token[length..];
        }
    }

    /// <summary>The length of the escape at the front, or of the plain text up to the next escape.</summary>
    private static int NextLength(ReadOnlySpan<byte> token)
    {
        var escape = token.IndexOf((byte)'\\');
        return escape switch
        {
            < 0 => token.Length,
            > 0 => escape,
            _ => Math.Min(token.Length, token.Length > 1 && token[1] == 'u' ? 6 : 2),
        };
    }

    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> piece)
    {
        if (piece.SequenceEqual("\\/"u8))
        {
            return "/"u8;
        }

        if (piece.Length != 6 || piece[0] != '\\')
        {
            return piece;
        }

        // The wide bar of DeepSeek's tags is what a writer of plain ASCII escapes.
        return piece.SequenceEqual("\\u003c"u8) || piece.SequenceEqual("\\u003C"u8) ? "<"u8
            : piece.SequenceEqual("\\u003e"u8) || piece.SequenceEqual("\\u003E"u8) ? ">"u8
            : piece.SequenceEqual("\\uff5c"u8) || piece.SequenceEqual("\\uFF5C"u8) ? "｜"u8
            : piece;
    }
}
