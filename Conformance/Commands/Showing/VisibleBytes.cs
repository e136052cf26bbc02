using System.Buffers;
using System.Text;

namespace Conformance.Commands.Showing;

/// <summary>Formats bytes as text with visible line ends, and with escapes for bytes that are not text.</summary>
internal static class VisibleBytes
{
    /// <summary>Returns the bytes as text that breaks where the bytes do, behind the marks of the line ends.</summary>
    public static string Format(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out var used);
            if (status == OperationStatus.Done)
            {
                Add(text, rune);
            }
            else
            {
                foreach (var odd in bytes[..used])
                {
                    text.Append($"\\x{odd:X2}");
                }
            }

            bytes = bytes[used..];
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, Rune rune)
    {
        switch (rune.Value)
        {
            case '\n':
                text.Append('␊');
                break;
            case '\r':
                text.Append('␍');
                break;
            case '\t':
                text.Append('␉');
                break;
            case 0xFEFF:
                text.Append("<BOM>");
                break;
            case < 0x20 or (>= 0x7F and < 0xA0):
                text.Append($"\\x{rune.Value:X2}");
                break;
            default:
                if (text.Length > 0 && text[^1] is '␊' or '␍')
                {
                    text.Append('\n');
                }

                text.Append(rune.ToString());
                break;
        }
    }
}
