using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Expecting.Patterns;
using Conformance.Recording;

namespace Conformance.Expecting.Answers;

/// <summary>An answer in the form that <c>http</c> compares: status, headers by lower-case name, body as JSON or text.</summary>
internal static class HttpView
{
    /// <summary>The view.</summary>
    public static JsonElement Create(RecordedStream answer)
    {
        var headers = new JsonObject();
        foreach (var group in answer.Headers.GroupBy(header => header.Key.ToLowerInvariant(), StringComparer.Ordinal))
        {
            headers[group.Key] = string.Join(", ", group.Select(header => header.Value));
        }

        var view = new JsonObject
        {
            ["status"] = answer.Status,
            ["headers"] = headers,
            ["body"] = TryParseBody(answer) is { } body ? JsonFormat.CreateNode(body) : Encoding.UTF8.GetString(answer.Body.Span),
        };

        if (answer.Status is >= 400 and var status)
        {
            view["cause"] = FinalView.ReadCause(status, TryParseBody(answer) is { ValueKind: JsonValueKind.Object } failed
                && failed.TryGetProperty("error", out var error) ? error : null);
        }

        return JsonSerializer.SerializeToElement(view, JsonFormat.Relaxed);
    }

    /// <summary>The body as JSON, or <see langword="null"/> when it is none.</summary>
    public static JsonElement? TryParseBody(RecordedStream answer) =>
        Reading.StrictJson.Read(Encoding.UTF8.GetString(answer.Body.Span)).Json;
}
