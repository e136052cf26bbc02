using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace MockUpstream.Contract;

/// <summary>What the mock reads out of a relay's request. A body that is no JSON leaves all but the API key empty.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="Stream">Whether a stream is asked for.</param>
/// <param name="LastUserText">The text of the last user message.</param>
/// <param name="ApiKey">The key the relay shows: the last word of <c>Authorization</c>, or the value of a vendor's own key header.</param>
internal sealed record ChatRequest(string? Model, bool Stream, string? LastUserText, string? ApiKey)
{
    /// <summary>Whether the body is JSON.</summary>
    public bool IsJson { get; init; } = true;

    private static readonly string[] KeyHeaders = ["api-key", "x-api-key", "x-goog-api-key"];

    public static ChatRequest Read(ReadOnlyMemory<byte> body, IHeaderDictionary headers)
    {
        var key = KeyOf(headers);

        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement, key);
        }
        catch (JsonException)
        {
            return new ChatRequest(null, Stream: false, null, key) { IsJson = false };
        }
    }

    private static ChatRequest Read(JsonElement root, string? key)
    {
        var model = Text(Member(root, "model"));
        var stream = Member(root, "stream") is { ValueKind: JsonValueKind.True };

        return new ChatRequest(model, stream, LastUser(Member(root, "messages")), key);
    }

    // A header with the scheme missing or doubled still names its case; the judge says what is wrong with it.
    private static string? KeyOf(IHeaderDictionary headers) =>
        headers.Authorization.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()
        ?? KeyHeaders.Select(name => headers[name].ToString()).FirstOrDefault(value => value.Length > 0);

    private static string? LastUser(JsonElement? messages)
    {
        if (messages is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        var users = list.EnumerateArray().Where(message => Text(Member(message, "role")) is "user");
        return Member(users.LastOrDefault(), "content") switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => Text(Member(part, "text")))),
            _ => null,
        };
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    // A lone surrogate is legal JSON and no text; such a request is matched by its other signs.
    private static string? Text(JsonElement? value)
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
