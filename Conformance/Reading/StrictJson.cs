using System.Text.Json;

namespace Conformance.Reading;

/// <summary>
/// JSON as the strictest of clients reads it: no comments, no trailing commas, no member twice, no half surrogate pairs
/// (serde refuses those, and reading them would throw later).
/// </summary>
public static class StrictJson
{
    // Deeper than any response; a limit there must be, because readers recurse.
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 256 };

    /// <summary>The value, or why there is none. The sentinel <c>[DONE]</c> is neither.</summary>
    public static (JsonElement? Json, string? Problem) Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == "[DONE]")
        {
            return (null, null);
        }

        try
        {
            var json = JsonElement.Parse(text, Options);
            if (text.Contains("\\u", StringComparison.OrdinalIgnoreCase))
            {
                TouchStrings(json);
            }

            return (json, null);
        }
        catch (JsonException problem)
        {
            return (null, problem.Message);
        }
        catch (Exception problem) when (problem is InvalidOperationException or ArgumentException)
        {
            return (null, "A string holds half a surrogate pair.");
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
