using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Conformance.Tests.Checking;

/// <summary>One event of a stream made by hand.</summary>
/// <param name="Name">The <c>event:</c> line, or <see langword="null"/> for none.</param>
/// <param name="Json">The data as JSON; <see langword="null"/> when it is text.</param>
/// <param name="Text">The data as text.</param>
/// <param name="Raw">Bytes written before the event, such as a comment.</param>
internal sealed record TestFrame(string? Name, JsonObject? Json, string Text = "", string Raw = "")
{
    public static JsonSerializerOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Type => Json?["type"] is JsonValue value && value.TryGetValue<string>(out var type) ? type : "";

    public string ToWire(bool numbered, int number)
    {
        var json = Json?.DeepClone().AsObject();
        if (numbered && json is not null)
        {
            json["sequence_number"] = number;
        }

        return $"{Raw}{(Name is null ? "" : $"event: {Name}\n")}data: {json?.ToJsonString(Relaxed) ?? Text}\n\n";
    }
}
