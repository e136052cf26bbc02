using System.Text;
using System.Text.Json;
using Conformance.Recording;
using Conformance.Running.Asking;
using Conformance.Turns;

namespace Conformance.Running.Wiring;

/// <summary>A turn of a probe as its questions look at it.</summary>
internal sealed class FeatureAnswer(RecordedTurn turn)
{
    private readonly Lazy<JsonElement?> _response = new(() => FindResponse(turn));

    /// <summary>The turn.</summary>
    public RecordedTurn Turn => turn;

    /// <summary>The response object at the end of the answer; <see langword="null"/> when there is none.</summary>
    public JsonElement? Response => _response.Value;

    /// <summary>The answer's status, or how it ended, and the relay's own error message.</summary>
    public string Words => turn.Answer switch
    {
        { Status: { } status } => $"returned {status}" + (RelayErrorText.TryRead(turn.Answer) is { } message ? $" ({message})" : ""),
        { End: StreamEnd.TimedOut } => "no answer in time",
        _ => "no answer",
    };

    /// <summary>Whether the answer has a successful status.</summary>
    public bool IsSuccess => turn.Answer.Status is >= 200 and < 300;

    /// <summary>How many requests reached the mock.</summary>
    public int Requests => turn.Upstream.Exchanges.Count;

    /// <summary>The body of the chat request; empty when none reached the mock.</summary>
    public string Chat => turn.Upstream.Exchanges is [var first, ..] ? Encoding.UTF8.GetString(first.Request.Body.Span) : "";

    /// <summary>The tools of the chat request.</summary>
    public IReadOnlyList<JsonElement> ChatTools =>
        Member(Parse(Chat), "tools") is { ValueKind: JsonValueKind.Array } tools ? [.. tools.EnumerateArray()] : [];

    /// <summary>The response's status; empty when there is none.</summary>
    public string Status => Text(Member(Response, "status"));

    /// <summary>The response's id; empty when there is none.</summary>
    public string Id => Text(Member(Response, "id"));

    /// <summary>The names of all events.</summary>
    public IEnumerable<string> Events => (turn.Wire?.Events ?? []).Select(static seen => seen.Type);

    /// <summary>The first item of that type in the response's output.</summary>
    public JsonElement? Item(string type) =>
        Member(Response, "output") is { ValueKind: JsonValueKind.Array } output && output.EnumerateArray()
            .FirstOrDefault(item => Text(Member(item, "type")) == type) is { ValueKind: JsonValueKind.Object } found ? found : null;

    /// <summary>Whether the whole answer holds the text.</summary>
    public bool Holds(string text) => turn.Answer.Body.Span.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    public static JsonElement? Member(JsonElement? owner, string name) =>
        owner is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member)
            && member.ValueKind != JsonValueKind.Null ? member : null;

    public static string Text(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    public static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static JsonElement? FindResponse(RecordedTurn turn)
    {
        if (turn.Wire is not { } wire)
        {
            return Parse(Encoding.UTF8.GetString(turn.Answer.Body.Span));
        }

        var last = wire.Events.LastOrDefault(static seen => seen.Type is "response.completed" or "response.incomplete" or "response.failed")
            ?? wire.Events.FirstOrDefault(static seen => seen.Type is "response.created");
        return last is null ? null : Member(Parse(last.Data), "response");
    }
}
