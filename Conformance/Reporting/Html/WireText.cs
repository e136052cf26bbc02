using System.Text;

namespace Conformance.Reporting.Html;

/// <summary>
/// Any bytes as a string from which the page can show every single one: whole UTF-8 characters as they are, a byte that belongs to none as
/// the private character U+F700 plus the byte. Characters of that private block are spelled as their bytes too, so that nothing is
/// ambiguous.
/// </summary>
internal static class WireText
{
    private const char Base = '\uf700';

    public static string Format(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var whole = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (whole && rune.Value is < Base or > Base + 0xff)
            {
                text.Append(rune.ToString());
            }
            else
            {
                foreach (var unit in bytes[..length])
                {
                    text.Append((char)(Base + unit));
                }
            }

            bytes = bytes[length..];
        }

        return text.ToString();
    }
}
