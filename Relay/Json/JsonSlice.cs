using System.Text.Json;

namespace Relay.Json;

/// <summary>
/// Represents the place of a JSON value in its payload: the content of a string, still escaped, or the whole of another value.
/// </summary>
internal readonly record struct JsonSlice(JsonTokenType Kind, int Start, int Length)
{
    public bool IsPresent => Kind is not (JsonTokenType.None or JsonTokenType.Null);

    public bool IsString => Kind is JsonTokenType.String;

    public bool IsObject => Kind is JsonTokenType.StartObject;

    public bool IsArray => Kind is JsonTokenType.StartArray;

    /// <summary>Whether it is a string that is not empty. Vendors send <c>""</c> and <c>null</c> for no value.</summary>
    public bool HasText => Kind is JsonTokenType.String && Length > 0;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> payload) => payload.Slice(Start, Length);

    /// <summary>Returns the text of a string; empty for any other value.</summary>
    public ReadOnlySpan<byte> TextIn(ReadOnlySpan<byte> payload) => HasText ? In(payload) : default;
}
