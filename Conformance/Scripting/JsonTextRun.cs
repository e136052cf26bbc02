using System.Text;

namespace Conformance.Scripting;

/// <summary>The strings at one path of successive JSON values, joined, with the bytes that each character was spelt with.</summary>
internal sealed class JsonTextRun(string path)
{
    private readonly StringBuilder _text = new();
    private readonly List<(int Start, int Length)> _places = [];

    /// <summary>The path, such as <c>choices[].delta.content</c>.</summary>
    public string Path => path;

    /// <summary>The joined text.</summary>
    public string Text => _text.ToString();

    /// <summary>Adds what stands between two quotes.</summary>
    /// <param name="raw">The bytes as they stand.</param>
    /// <param name="placeOf">The place of each of them in the body.</param>
    public void Add(ReadOnlySpan<byte> raw, Func<int, int> placeOf)
    {
        Span<char> units = stackalloc char[2];
        for (var at = 0; at < raw.Length;)
        {
            var length = raw[at] == '\\' ? (at + 1 < raw.Length && raw[at + 1] == 'u' ? 6 : 2) : 0;
            if (length > 0)
            {
                length = Math.Min(length, raw.Length - at);
                Add(UnescapeUnit(raw.Slice(at, length)), placeOf(at), length);
            }
            else
            {
                _ = Rune.DecodeFromUtf8(raw[at..], out var rune, out length);
                var count = rune.EncodeToUtf16(units);
                // A character of two units is masked as one: the second unit has no bytes.
                Add(units[0], placeOf(at), length);
                if (count == 2)
                {
                    Add(units[1], placeOf(at), 0);
                }
            }

            at += length;
        }
    }

    /// <summary>Returns the bytes of the character at an index of <see cref="Text"/>.</summary>
    public (int Start, int Length) PlaceOf(int index) => _places[index];

    private void Add(char unit, int start, int length)
    {
        _text.Append(unit);
        _places.Add((start, length));
    }

    private static char UnescapeUnit(ReadOnlySpan<byte> escape) => escape switch
    {
        [_, (byte)'u', ..] when escape.Length == 6 && ushort.TryParse(
            escape[2..],
            System.Globalization.NumberStyles.AllowHexSpecifier,
            System.Globalization.CultureInfo.InvariantCulture,
            out var code) => (char)code,
        [_, (byte)'n'] => '\n',
        [_, (byte)'r'] => '\r',
        [_, (byte)'t'] => '\t',
        [_, var other, ..] => (char)other,
        _ => '\\',
    };
}
