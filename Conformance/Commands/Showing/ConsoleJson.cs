using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Conformance.Commands.Showing;

/// <summary>JSON for readers.</summary>
internal static class ConsoleJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Formats a value on one line, without escapes that JSON does not require.</summary>
    public static string FormatCompact(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            value.WriteTo(json);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Formats a value in YAML's flow style, keys and plain words without quotes, as cases are written.</summary>
    public static string FormatFlow(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object =>
            "{" + string.Join(", ", value.EnumerateObject().Select(member => $"{member.Name}: {FormatFlow(member.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(", ", value.EnumerateArray().Select(FormatFlow)) + "]",
        JsonValueKind.String => FormatWord(value.GetString()!),
        _ => value.GetRawText(),
    };

    private static string FormatWord(string text)
    {
        if (IsPlain(text))
        {
            return text;
        }

        var quotable = text.Contains('"', StringComparison.Ordinal)
            && !text.Any(character => character is '\'' or '\\' || char.IsControl(character));
        return quotable ? $"'{text}'" : FormatCompact(JsonSerializer.SerializeToElement(text));
    }

    private static bool IsPlain(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0])
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '$' or '.')
            && text is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off");
}
