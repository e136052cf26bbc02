using System.Text;
using System.Text.Json;

namespace Conformance.Tests.Fuzzing.OverTheWire;

/// <summary>The relay's answer as a client has received it.</summary>
/// <param name="Status">The status; 0 when none has come.</param>
/// <param name="ContentType">The media type; empty when there is none.</param>
/// <param name="Body">The body, as far as it has come.</param>
/// <param name="Fault">The reason why the answer broke off; <see langword="null"/> when it ended.</param>
internal sealed record WireReply(int Status, string ContentType, ReadOnlyMemory<byte> Body, string? Fault = null)
{
    /// <summary>Whether the answer is a stream of events.</summary>
    public bool IsStream => ContentType == "text/event-stream";

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Reads the body as JSON; <see langword="null"/> when it is none.</summary>
    public JsonElement? Json
    {
        get
        {
            try
            {
                return JsonElement.Parse(Body.Span, new JsonDocumentOptions { MaxDepth = 4096 });
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>Returns what breaks OpenAI's shape of an error; <see langword="null"/> when nothing does.</summary>
    public string? FindErrorShapeFault()
    {
        if (ContentType != "application/json" || Json is not { ValueKind: JsonValueKind.Object } json
            || !json.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
        {
            return $"an answer of status {Status} that is no error object";
        }

        foreach (var name in (string[])["message", "type", "param", "code"])
        {
            if (!error.TryGetProperty(name, out var member) || member.ValueKind != JsonValueKind.String)
            {
                return $"an error whose {name} is no string";
            }
        }

        return error.GetProperty("message").GetString()!.Length == 0 ? "an error without a message" : null;
    }
}
