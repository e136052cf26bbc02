using System.Text.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// Finds what a vendor says about a failure, in any shape: a string, a member of many names, a list of faults, a failure inside another
/// one.
/// </summary>
internal static class VendorWords
{
    private const int DeepestNesting = 6;
    private const int MostFaults = 5;

    private static readonly string[] Messages =
    [
        "message", "msg", "detail", "error_message", "errorMessage", "error_msg", "errorMsg", "errmsg", "err_msg", "Message", "status_msg",
        "error_description", "faultstring", "description", "reason", "title",
    ];

    private static readonly string[] Nested =
        ["error", "errors", "details", "base_resp", "fault", "err", "exception", "cause", "data", "body"];

    /// <summary>Returns the words of a failure; <see langword="null"/> if it has none.</summary>
    public static string? Find(JsonElement failure) => Find(failure, depth: 0) is { } words ? WithRest(failure, words) : null;

    /// <summary>Returns the text of a string or number; <see langword="null"/> for any other value.</summary>
    public static string? GetText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) => text,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private static string? Find(JsonElement failure, int depth)
    {
        if (depth > DeepestNesting)
        {
            return null;
        }

        return failure.ValueKind switch
        {
            JsonValueKind.String => GetText(failure),
            JsonValueKind.Array => FindInList(failure, depth),
            JsonValueKind.Object => FindInObject(failure, depth),
            _ => null,
        };
    }

    private static string? FindInObject(JsonElement failure, int depth)
    {
        foreach (var name in Messages)
        {
            if (failure.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Number
                && Find(value, depth + 1) is { } words)
            {
                return WithPlace(failure, words);
            }
        }

        foreach (var name in Nested)
        {
            if (failure.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Number
                && Find(value, depth + 1) is { } words)
            {
                return words;
            }
        }

        return null;
    }

    private static string? FindInList(JsonElement faults, int depth)
    {
        string[] words =
        [
            .. faults.EnumerateArray().Select(fault => Find(fault, depth + 1)).OfType<string>().Distinct().Take(MostFaults),
        ];
        return words.Length > 0 ? string.Join("; ", words) : null;
    }

    // FastAPI names the member of the request that was wrong.
    private static string WithPlace(JsonElement fault, string words)
    {
        if (!fault.TryGetProperty("loc", out var place) || place.ValueKind is not JsonValueKind.Array)
        {
            return words;
        }

        var path = string.Join('.', place.EnumerateArray().Select(GetText).OfType<string>());
        return path.Length > 0 ? $"{path}: {words}" : words;
    }

    /// <summary>Adds what stands beside the message: the words of the provider behind a gateway, and what the model wrote.</summary>
    private static string WithRest(JsonElement failure, string words)
    {
        var owner = GetOwner(failure);
        if (owner.ValueKind is not JsonValueKind.Object)
        {
            return words;
        }

        if (owner.TryGetProperty("metadata", out var metadata)
            && metadata.ValueKind is JsonValueKind.Object
            && metadata.TryGetProperty("raw", out var raw)
            && FindInRaw(raw) is { } provider
            && !words.Contains(provider, StringComparison.Ordinal))
        {
            words = $"{words}: {provider}";
        }

        return owner.TryGetProperty("failed_generation", out var generation) && GetText(generation) is { } text
            ? $"{words} (failed_generation: {text})"
            : words;
    }

    private static JsonElement GetOwner(JsonElement failure) =>
        failure.ValueKind is JsonValueKind.Object && failure.TryGetProperty("error", out var error)
            && error.ValueKind is JsonValueKind.Object ? error : failure;

    // A provider's answer, as it came: JSON in a string, or a sentence.
    private static string? FindInRaw(JsonElement raw)
    {
        if (raw.ValueKind is not JsonValueKind.String || GetText(raw) is not { } text)
        {
            return Find(raw, depth: 1);
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return Find(document.RootElement, depth: 1) ?? text;
        }
        catch (JsonException)
        {
            return HtmlTitle.IsPage(text) ? HtmlTitle.Find(text) : XmlFailure.Read(text)?.Words ?? text;
        }
    }
}
