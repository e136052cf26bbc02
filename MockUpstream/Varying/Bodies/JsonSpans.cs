using System.Text.Json;

namespace MockUpstream.Varying.Bodies;

/// <summary>Finds the values of a JSON text by their places.</summary>
internal static class JsonSpans
{
    /// <summary>
    /// Returns the object that the bytes from a place on are; <see langword="null"/> when they are none, or when an object has members of
    /// equal names.
    /// </summary>
    public static JsonSpan? Read(ReadOnlySpan<byte> bytes, int start)
    {
        var reader = new Utf8JsonReader(bytes[start..]);
        try
        {
            reader.Read();
            var value = ReadValue(ref reader, start);
            return !reader.Read() && value.IsObject && IsUnambiguous(value) ? value : null;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // A name that contains half a character cannot be decoded, so this text is not changed.
            return null;
        }
    }

    private static JsonSpan ReadValue(ref Utf8JsonReader reader, int origin)
    {
        var start = origin + (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = ReadMembers(ref reader, origin);
                return new JsonSpan(JsonValueKind.Object, start, EndOf(reader, origin), members, []);
            case JsonTokenType.StartArray:
                var elements = ReadElements(ref reader, origin);
                return new JsonSpan(JsonValueKind.Array, start, EndOf(reader, origin), [], elements);
            default:
                return new JsonSpan(ToKind(reader.TokenType), start, EndOf(reader, origin), [], []);
        }
    }

    private static List<JsonSpanMember> ReadMembers(ref Utf8JsonReader reader, int origin)
    {
        List<JsonSpanMember> members = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, start) = (reader.GetString()!, origin + (int)reader.TokenStartIndex); // A property name is never null.
            reader.Read();
            members.Add(new JsonSpanMember(name, start, ReadValue(ref reader, origin)));
        }

        return members;
    }

    private static List<JsonSpan> ReadElements(ref Utf8JsonReader reader, int origin)
    {
        List<JsonSpan> elements = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(ReadValue(ref reader, origin));
        }

        return elements;
    }

    private static int EndOf(in Utf8JsonReader reader, int origin) => origin + (int)reader.BytesConsumed;

    private static JsonValueKind ToKind(JsonTokenType token) => token switch
    {
        JsonTokenType.String => JsonValueKind.String,
        JsonTokenType.Number => JsonValueKind.Number,
        JsonTokenType.True => JsonValueKind.True,
        JsonTokenType.False => JsonValueKind.False,
        JsonTokenType.Null => JsonValueKind.Null,
        _ => throw new JsonException(),
    };

    private static bool IsUnambiguous(JsonSpan value) =>
        value.Members.Select(static member => member.Name).Distinct(StringComparer.Ordinal).Count() == value.Members.Count
        && value.Members.All(static member => IsUnambiguous(member.Value)) && value.Elements.All(IsUnambiguous);
}
