using System.Text.Json;

namespace Relay.Json;

/// <summary>Reads JSON of unknown shape, member by member.</summary>
internal static class ReaderSteps
{
    /// <summary>Moves to the name of the next member.</summary>
    public static bool NextMember(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.PropertyName;

    /// <summary>Steps into an object; skips any other value.</summary>
    public static bool Enter(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            return true;
        }

        reader.Skip();
        return false;
    }

    /// <summary>Skips the value and returns its place.</summary>
    public static JsonSlice ReadSlice(this ref Utf8JsonReader reader)
    {
        reader.Read();
        var kind = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        if (kind is JsonTokenType.String)
        {
            return new JsonSlice(kind, start + 1, reader.ValueSpan.Length);
        }

        reader.Skip();
        return new JsonSlice(kind, start, (int)reader.BytesConsumed - start);
    }

    /// <summary>Skips the value and returns it if it is an integer.</summary>
    public static int? ReadNumber(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Number)
        {
            return reader.TryGetInt32(out var number) ? number : null;
        }

        // Some gateways send it as a string.
        var quoted = reader.TokenType is JsonTokenType.String && int.TryParse(reader.ValueSpan, out var parsed) ? parsed : (int?)null;
        reader.Skip();
        return quoted;
    }
}
