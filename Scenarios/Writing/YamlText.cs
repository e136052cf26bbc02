using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Scenarios.Yaml;

namespace Scenarios.Writing;

/// <summary>
/// Writes a node tree as YAML text. A node that fits on a line is written on one, and every other node is indented. Reading the text
/// returns the same tree.
/// </summary>
internal sealed partial class YamlText
{
    private const int MostInLine = 110;

    private readonly StringBuilder _text = new();

    /// <summary>Returns the text of a mapping, one key a line.</summary>
    public static string Write(YamlMap root)
    {
        var writer = new YamlText();
        writer.WriteEntries(root, indent: 0);
        return writer._text.ToString();
    }

    /// <summary>Returns a node on one line.</summary>
    public static string FormatInLine(YamlNode node) => node switch
    {
        YamlMap map =>
            "{" + string.Join(", ", map.Entries.Select(static entry => $"{FormatInLine(entry.Key)}: {FormatInLine(entry.Value)}")) + "}",
        YamlList list => "[" + string.Join(", ", list.Items.Select(FormatInLine)) + "]",
        YamlScalar scalar => FormatScalar(scalar),
        _ => throw new InvalidOperationException(node.GetType().Name),
    };

    private void WriteEntries(YamlMap map, int indent)
    {
        foreach (var (key, value) in map.Entries)
        {
            _text.Append(' ', indent);
            WriteEntry(key, value, indent);
        }
    }

    private void WriteEntry(YamlScalar key, YamlNode value, int indent)
    {
        _text.Append(FormatScalar(key)).Append(':');
        WriteValue(value, indent, isOpen: key.Value is "steps" or "turns" or "client" or "upstream" or "expect" && indent <= 6);
    }

    /// <param name="value">The value.</param>
    /// <param name="indent">The indentation of its owner.</param>
    /// <param name="isOpen">Whether the value is written on separate lines even if it fits on one.</param>
    private void WriteValue(YamlNode value, int indent, bool isOpen)
    {
        switch (value)
        {
            case YamlMap { Entries.Count: > 0 } map when isOpen || FormatInLine(map).Length > MostInLine:
                _text.Append('\n');
                WriteEntries(map, indent + 2);
                break;
            case YamlList { Items.Count: > 0 } list when isOpen || FormatInLine(list).Length > MostInLine:
                _text.Append('\n');
                WriteItems(list, indent + 2);
                break;
            default:
                _text.Append(' ').Append(FormatInLine(value)).Append('\n');
                break;
        }
    }

    private void WriteItems(YamlList list, int indent)
    {
        foreach (var item in list.Items)
        {
            _text.Append(' ', indent).Append('-');
            if (item is YamlMap { Entries: [var first, ..] } map)
            {
                // A step reads best as `- text: Hello`, with what stands beside it below.
                _text.Append(' ');
                WriteEntry(first.Key, first.Value, indent + 2);
                WriteEntries(map with { Entries = [.. map.Entries.Skip(1)] }, indent + 2);
            }
            else
            {
                _text.Append(' ').Append(FormatInLine(item)).Append('\n');
            }
        }
    }

    private static string FormatScalar(YamlScalar scalar)
    {
        if (ScalarKinds.Classify(scalar) is not ScalarKind.Text)
        {
            return scalar.Value;
        }

        var plain = scalar with { IsPlain = true };
        return PlainWord().IsMatch(scalar.Value) && ScalarKinds.Classify(plain) is ScalarKind.Text ? scalar.Value
            : scalar.Value.Length > 0 && !scalar.Value.Any(static unit => unit is '\'' or < ' ' or > '~') ? $"'{scalar.Value}'"
            : Quote(scalar.Value);
    }

    private static string Quote(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var rune in value.EnumerateRunes())
        {
            text.Append(rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < 0x20 or (>= 0x7F and <= 0xA0) => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                > 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
                _ when IsVisible(rune) => rune.ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
            });
        }

        return text.Append('"').ToString();
    }

    private static bool IsVisible(Rune rune) => rune.Value <= '~' || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.UppercaseLetter
            or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber;

    [GeneratedRegex(
        @"\A[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./-]+)*\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex PlainWord();
}
