using System.Text;
using System.Text.Json;

namespace Conformance.Fuzzing.Requesting;

/// <summary>The relay's answer as a client has received it.</summary>
/// <param name="Status">The status; 0 when none has come.</param>
/// <param name="ContentType">The media type; empty when there is none.</param>
/// <param name="Body">The body, as far as it has come.</param>
/// <param name="Fault">The reason why the answer broke off; <see langword="null"/> when it ended.</param>
internal sealed record WireReply(int Status, string ContentType, ReadOnlyMemory<byte> Body, string? Fault = null)
{
    private const int MaxDepth = 4096;

    /// <summary>Whether the answer is a stream of events.</summary>
    public bool IsStream => ContentType == "text/event-stream";

    /// <summary>Whether the answer did not end in time.</summary>
    public bool Hangs => Fault?.StartsWith("hangs", StringComparison.Ordinal) == true;

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Reads the body as JSON; <see langword="null"/> when it is none.</summary>
    public JsonElement? Json => ReadJson(Body.Span);

    /// <summary>Reads JSON of any depth that a relay copies; <see langword="null"/> when it is none.</summary>
    public static JsonElement? ReadJson(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonElement.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
