using System.Text;
using System.Text.Json;
using Conformance.Recording;
using Conformance.Results;

namespace Conformance.Running.Asking;

/// <summary>Finds the relay's own error message in an answer.</summary>
internal static class RelayErrorText
{
    private const int Longest = 200;

    /// <summary>Returns the message on one line, credentials masked; <see langword="null"/> when the answer has none.</summary>
    public static string? TryRead(RecordedStream answer)
    {
        var text = Encoding.UTF8.GetString(answer.Body.Span).Trim();
        if (text.Length == 0)
        {
            return null;
        }

        var message = InJson(text) ?? InEvents(text);
        if (message is null && answer.Status is >= 200 and < 300)
        {
            return null;
        }

        var line = string.Join(' ', (message ?? text).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        line = string.Concat(line.Select(static unit => char.IsControl(unit) || char.IsSurrogate(unit) ? '\ufffd' : unit));
        return Secrets.Mask(line.Length <= Longest ? line : line[..Longest] + "…");
    }

    private static string? InJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return InElement(json.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The message of the first event that reports a failure.</summary>
    private static string? InEvents(string text) =>
        text.Split('\n').Select(static line => line.Trim())
            .Where(static line => line.StartsWith("data:", StringComparison.Ordinal) && line.Contains("error", StringComparison.Ordinal))
            .Select(static line => InJson(line["data:".Length..]))
            .FirstOrDefault(static message => message is not null);

    private static string? InElement(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return Member(element, "error") switch
        {
            { ValueKind: JsonValueKind.String } alone => alone.GetString(),
            { ValueKind: JsonValueKind.Object } error => Text(error, "message") ?? Text(error, "code"),
            _ when Member(element, "response") is { } response && InElement(response) is { } inner => inner,
            _ => Text(element, "message") ?? Text(element, "detail"),
        };
    }

    private static string? Text(JsonElement element, string name) =>
        Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;
}
