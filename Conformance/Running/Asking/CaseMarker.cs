using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Expecting.Patterns;
using MockUpstream.Contract;
using Scenarios.Model;

namespace Conformance.Running.Asking;

/// <summary>Writes the case's name into the text of the user, and takes it out of what the mock received before that is judged.</summary>
internal static class CaseMarker
{
    /// <summary>Returns the marker of a case, as it stands behind the user's text.</summary>
    /// <param name="model">The case's name, such as <c>rc-text.plain</c>.</param>
    public static string Format(string model) => $" [{model}]";

    /// <summary>Returns the body with the marker after the last user text; <see langword="null"/> if there is no user text.</summary>
    public static JsonElement? Write(JsonElement body, string model)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("input", out _))
        {
            return null;
        }

        var copy = JsonObject.Create(body)!;
        var marked = copy["input"] switch
        {
            JsonValue text when text.GetValueKind() == JsonValueKind.String => Append(text, Format(model)),
            JsonArray items when Mark(items, Format(model)) => items.DeepClone(),
            _ => null,
        };
        if (marked is null)
        {
            return null;
        }

        copy["input"] = marked;
        return JsonSerializer.SerializeToElement(copy, JsonFormat.Relaxed);
    }

    /// <summary>
    /// Whether a case can be recognised by a marker: its first request has a text of the user, and no answer repeats that text.
    /// </summary>
    public static bool CanMark(Scenario scenario) =>
        scenario.Turns.All(static turn => turn.Client.Http?.Path.Contains("/input_items", StringComparison.Ordinal) != true)
        && (scenario.Turns[0].Upstream.Count == 0 || Write(scenario.Turns[0].Client.Body, "rc") is not null);

    /// <summary>Returns the record as it would be had the client sent no marker.</summary>
    public static UpstreamRecord Remove(UpstreamRecord record, string model) =>
        new([.. record.Exchanges.Select(exchange => exchange with
        {
            Request = exchange.Request with { Body = Without(exchange.Request.Body, Encoding.UTF8.GetBytes(Format(model))) },
        })]);

    private static bool Mark(JsonArray items, string marker)
    {
        var last = items.OfType<JsonObject>().LastOrDefault(static item => Text(item["role"]) == "user");
        switch (last?["content"])
        {
            case JsonValue text when text.GetValueKind() == JsonValueKind.String:
                last["content"] = Append(text, marker);
                return true;
            case JsonArray parts when parts.OfType<JsonObject>().LastOrDefault(static part => part["text"] is JsonValue) is { } part:
                part["text"] = Append(part["text"]!.AsValue(), marker);
                return true;
            default:
                return false;
        }
    }

    private static JsonValue Append(JsonValue text, string marker) => JsonValue.Create(text.GetValue<string>() + marker);

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> body, ReadOnlySpan<byte> marker)
    {
        if (body.Span.IndexOf(marker) < 0)
        {
            return body;
        }

        var kept = new List<byte>(body.Length);
        var rest = body.Span;
        while (rest.IndexOf(marker) is var at and >= 0)
        {
            kept.AddRange(rest[..at]);
            rest = rest[(at + marker.Length)..];
        }

        kept.AddRange(rest);
        return kept.ToArray();
    }
}
