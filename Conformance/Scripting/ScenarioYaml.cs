using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conformance.Scripting;

/// <summary>Spells text and JSON so that the scenario reader gives them back unchanged.</summary>
internal static partial class ScenarioYaml
{
    private const int LongestPlain = 120;
    private const int DeepestJson = 40;

    // Words that YAML readers take for something else.
    private static readonly HashSet<string> Taken = new(
        ["null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns text as a scalar: plain where that is safe, else quoted.</summary>
    public static string FormatScalar(string text)
    {
        if (text.Length <= LongestPlain && Plain().IsMatch(text) && !Taken.Contains(text))
        {
            return text;
        }

        return text.EnumerateRunes().All(IsPrintable) ? $"'{text.Replace("'", "''", StringComparison.Ordinal)}'" : EscapeText(text);
    }

    /// <summary>Returns JSON as a flow value; numbers keep their spelling.</summary>
    public static string FormatFlow(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object =>
            $"{{{string.Join(", ", json.EnumerateObject().Select(FormatMember))}}}",
        JsonValueKind.Array => $"[{string.Join(", ", json.EnumerateArray().Select(FormatFlow))}]",
        JsonValueKind.String => FormatScalar(json.GetString()!),
        _ => json.GetRawText(),
    };

    /// <summary>
    /// Returns whether the format's YAML can express a value: no repeated member, not too deep, and all strings are text.
    /// </summary>
    public static bool CanExpress(JsonElement json, int depth = DeepestJson)
    {
        try
        {
            return depth > 0 && json.ValueKind switch
            {
                JsonValueKind.Object => json.EnumerateObject().Select(static member => member.Name).ToList() is var names
                    && names.Distinct(StringComparer.Ordinal).Count() == names.Count
                        && json.EnumerateObject().All(member => CanExpress(member.Value, depth - 1)),
                JsonValueKind.Array => json.EnumerateArray().All(value => CanExpress(value, depth - 1)),
                JsonValueKind.String => json.GetString() is not null,
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Returns a time as the format writes it, in milliseconds with at most one decimal.</summary>
    public static string FormatTime(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Round(time.TotalMilliseconds, 1):0.#}ms");

    private static string EscapeText(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when IsPrintable(rune) => quoted.Append(rune.ToString()),
                <= 0xFF => quoted.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:X2}"),
                <= 0xFFFF => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
                _ => quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}"),
            };
        }

        return quoted.Append('"').ToString();
    }

    private static bool IsPrintable(Rune rune) => rune.Value is >= 0x20 and not 0x7F && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
        && (rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not UnicodeCategory.SpaceSeparator);

    [GeneratedRegex(@"\A[A-Za-z_]([A-Za-z0-9_./ -]*[A-Za-z0-9_./-])?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();

    private static string FormatMember(JsonProperty member) => $"{FormatScalar(member.Name)}: {FormatFlow(member.Value)}";
}
