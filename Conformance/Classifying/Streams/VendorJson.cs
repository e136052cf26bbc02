using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Classifying.Streams;

/// <summary>Reads JSON that vendors send: members given twice pass, and nothing throws.</summary>
internal static class VendorJson
{
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 256 };

    /// <summary>Returns the value; JSON's absent value for text that is not JSON.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonElement.Parse(utf8, Lenient);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    /// <summary>Returns the value; JSON's absent value for text that is not JSON.</summary>
    public static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text, Lenient);
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            return default;
        }
    }

    /// <summary>Returns whether text is an incomplete beginning of JSON.</summary>
    public static bool IsCutOff(string text)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text), isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
            }

            return !Parse(text).IsPresent();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Returns whether a member is there and is null.</summary>
    public static bool IsNull(this JsonElement json) => json.ValueKind == JsonValueKind.Null;

    /// <summary>Returns whether it is a string.</summary>
    public static bool IsString(this JsonElement json) => json.ValueKind == JsonValueKind.String;

    /// <summary>
    /// Returns the members of an object; an empty sequence for any other value. A name that contains half a surrogate pair is not text, and
    /// is omitted.
    /// </summary>
    public static IEnumerable<(string Name, JsonElement Value)> Members(this JsonElement json)
    {
        if (!json.IsObject())
        {
            yield break;
        }

        foreach (var member in json.EnumerateObject())
        {
            if (NameOf(member) is { } name)
            {
                yield return (name, member.Value);
            }
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
