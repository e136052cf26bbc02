using System.Text.Json;

namespace Conformance.Importing;

/// <summary>Parses JSON of which only the gist is wanted: members given twice and trailing commas pass. What the rules judge is parsed strictly elsewhere.</summary>
internal static class SavedJson
{
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 512, AllowTrailingCommas = true };

    /// <summary>Returns the value; JSON's absent value for text that is no JSON or holds strings that are no text, which would throw when they are read.</summary>
    public static JsonElement Parse(string text)
    {
        try
        {
            var json = JsonElement.Parse(text, Lenient);
            if (text.Contains("\\u", StringComparison.OrdinalIgnoreCase))
            {
                TouchStrings(json);
            }

            return json;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or ArgumentException)
        {
            return default;
        }
    }

    private static void TouchStrings(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var element in json.EnumerateArray())
                {
                    TouchStrings(element);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    _ = member.Name;
                    TouchStrings(member.Value);
                }

                break;
        }
    }
}
