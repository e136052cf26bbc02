using System.Text;

namespace Conformance.Reporting.Html;

/// <summary>Counts the written UTF-8 bytes, because the page has a limit.</summary>
internal sealed class CountingWriter(TextWriter output) : TextWriter(System.Globalization.CultureInfo.InvariantCulture)
{
    public long Count { get; private set; }

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        Count += value < 0x80 ? 1 : value < 0x800 ? 2 : 3;
        output.Write(value);
    }

    public override void Write(string? value)
    {
        Count += value is null ? 0 : Encoding.UTF8.GetByteCount(value);
        output.Write(value);
    }

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Count += Encoding.UTF8.GetByteCount(buffer);
        output.Write(buffer);
    }
}
