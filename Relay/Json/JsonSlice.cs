using System.Text.Json;

namespace Relay.Json;

/// <summary>Where a JSON value stands in its payload: the inside of a string, still escaped, or the whole of another value.</summary>
internal readonly record struct JsonSlice(JsonTokenType Kind, int Start, int Length)
{
    public bool IsPresent => Kind is not (JsonTokenType.None or JsonTokenType.Null);

    public bool IsString => Kind is JsonTokenType.String;

    public bool IsObject => Kind is JsonTokenType.StartObject;

    public bool IsArray => Kind is JsonTokenType.StartArray;

    /// <summary>A string that is not empty. Vendors write <c>""</c> and <c>null</c> where they mean "nothing".</summary>
    public bool HasText => Kind is JsonTokenType.String && Length > 0;

    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> payload) => payload.Slice(Start, Length);

    /// <summary>The text of a string, else nothing.</summary>
    public ReadOnlySpan<byte> TextIn(ReadOnlySpan<byte> payload) => HasText ? In(payload) : default;
}
