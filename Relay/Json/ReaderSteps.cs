using System.Text.Json;

namespace Relay.Json;

/// <summary>Steps through JSON that may hold anything, member by member.</summary>
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

    /// <summary>Moves over the value and says where it stands.</summary>
    public static JsonSlice Take(this ref Utf8JsonReader reader)
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

    /// <summary>Moves over the value; what it is when it is a whole number.</summary>
    public static int? TakeNumber(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Number)
        {
            return reader.TryGetInt32(out var number) ? number : null;
        }

        // Some gateways quote it.
        var quoted = reader.TokenType is JsonTokenType.String && int.TryParse(reader.ValueSpan, out var parsed) ? parsed : (int?)null;
        reader.Skip();
        return quoted;
    }
}
