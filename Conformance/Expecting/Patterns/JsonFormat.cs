using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Conformance.Expecting.Patterns;

/// <summary>JSON as text for people and for comparing; survives what a relay may write wrongly, such as half a surrogate pair.</summary>
internal static class JsonFormat
{
    private const int MostShown = 300;

    /// <summary>Options that keep text as text.</summary>
    public static JsonSerializerOptions Relaxed { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // Views put what a relay sent a few levels deeper.
        MaxDepth = 2 * Reading.StrictJson.MaxDepth,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    /// <summary>The string's text; its escaped form when it is no valid UTF-16.</summary>
    public static string ReadString(JsonElement value)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText().Trim('"');
        }
    }

    /// <summary>A node of its own with the same value.</summary>
    public static JsonNode? CreateNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };

    /// <summary>The value on one line, text as text.</summary>
    public static string Format(JsonElement value)
    {
        try
        {
            return JsonSerializer.Serialize(value, Relaxed);
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException)
        {
            return value.GetRawText();
        }
    }

    /// <summary>The value on one line, cut to what a message can carry.</summary>
    public static string FormatShort(JsonElement value) => FormatShort(Format(value));

    /// <summary>A text cut to what a message can carry.</summary>
    public static string FormatShort(string text) =>
        text.Length <= MostShown ? text : $"{text.AsSpan(0, MostShown)}… ({text.Length} characters)";
}
