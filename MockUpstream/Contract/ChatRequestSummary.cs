using System.Text.Json;

namespace MockUpstream.Contract;

/// <summary>The members of a relay's request that the mock reads. If the body is not JSON, all but the API key are empty.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="Stream">Whether a stream is asked for.</param>
/// <param name="LastUserText">The text of the last user message.</param>
/// <param name="ApiKey">The key the relay shows: the last word of <c>Authorization</c>, or the value of a vendor's own key header.</param>
internal sealed record ChatRequestSummary(string? Model, bool Stream, string? LastUserText, string? ApiKey)
{
    /// <summary>Whether the body is JSON.</summary>
    public bool IsJson { get; init; } = true;

    private static readonly string[] KeyHeaders = ["api-key", "x-api-key", "x-goog-api-key"];

    public static ChatRequestSummary Read(ReadOnlyMemory<byte> body, IHeaderDictionary headers)
    {
        var key = KeyOf(headers);

        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement, key);
        }
        catch (JsonException)
        {
            return new ChatRequestSummary(null, Stream: false, null, key) { IsJson = false };
        }
    }

    private static ChatRequestSummary Read(JsonElement root, string? key)
    {
        var model = GetText(GetMember(root, "model"));
        var stream = GetMember(root, "stream") is { ValueKind: JsonValueKind.True };

        return new ChatRequestSummary(model, stream, LastUser(GetMember(root, "messages")), key);
    }

    // A header with the scheme missing or doubled still names its case; the judge reports the fault.
    private static string? KeyOf(IHeaderDictionary headers) =>
        headers.Authorization.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()
        ?? KeyHeaders.Select(name => headers[name].ToString()).FirstOrDefault(value => value.Length > 0);

    private static string? LastUser(JsonElement? messages)
    {
        if (messages is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        var users = list.EnumerateArray().Where(message => GetText(GetMember(message, "role")) is "user");
        return GetMember(users.LastOrDefault(), "content") switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Array } parts =>
                string.Concat(parts.EnumerateArray().Select(part => GetText(GetMember(part, "text")))),
            _ => null,
        };
    }

    private static JsonElement? GetMember(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    // A lone surrogate is legal JSON and no text; such a request is matched by its other signs.
    private static string? GetText(JsonElement? value)
    {
        try
        {
            return value is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
