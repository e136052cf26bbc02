using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Importing;

/// <summary>Parses JSON leniently: repeated members and trailing commas are accepted. The rules parse strictly.</summary>
internal static class SavedJson
{
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 512, AllowTrailingCommas = true };

    /// <summary>
    /// Returns the value; JSON's absent value for text that is not JSON or has strings that are not text, which would throw when they are
    /// read.
    /// </summary>
    public static JsonElement Parse(string text)
    {
        try
        {
            var json = JsonElement.Parse(text, Lenient);
            if (text.Contains("\\u", StringComparison.OrdinalIgnoreCase))
            {
                StrictJson.TouchStrings(json);
            }

            return json;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or ArgumentException)
        {
            return default;
        }
    }
}
