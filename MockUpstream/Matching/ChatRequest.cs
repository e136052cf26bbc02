using System.Text.Json;

namespace MockUpstream.Matching;

/// <summary>What the mock reads out of a relay's request. A body that is no JSON leaves all but the bearer empty.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="Stream">Whether a stream is asked for.</param>
/// <param name="LastUserText">The text of the last user message.</param>
/// <param name="Bearer">The key in <c>Authorization</c>.</param>
internal sealed record ChatRequest(string? Model, bool Stream, string? LastUserText, string? Bearer)
{
    private const string BearerScheme = "Bearer ";

    public static ChatRequest Read(ReadOnlyMemory<byte> body, string? authorization)
    {
        var bearer = authorization?.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase) == true
            ? authorization[BearerScheme.Length..].Trim()
            : null;

        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement, bearer);
        }
        catch (JsonException)
        {
            return new ChatRequest(null, Stream: false, null, bearer);
        }
    }

    private static ChatRequest Read(JsonElement root, string? bearer)
    {
        var model = Text(Member(root, "model"));
        var stream = Member(root, "stream") is { ValueKind: JsonValueKind.True };

        return new ChatRequest(model, stream, LastUser(Member(root, "messages")), bearer);
    }

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
