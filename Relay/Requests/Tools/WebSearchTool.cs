using System.Buffers;
using System.Text.Json;
using Relay.Json;
using Relay.Policies;
using Relay.Requests.Checking;

namespace Relay.Requests.Tools;

/// <summary>A web search that the vendor runs: no tool in chat, but a member of the request, another with each vendor.</summary>
internal static class WebSearchTool
{
    private static readonly JsonElement True = JsonElement.Parse("true");
    private static readonly JsonElement Plugin = JsonElement.Parse("""[{"id":"web"}]""");

    /// <summary>Whether a tool of this type is one; newer kinds have a date in their name.</summary>
    public static bool IsWebSearch(string type) => type.StartsWith("web_search", StringComparison.Ordinal);

    public static (string Name, JsonElement Value) CreateSetting(JsonElement tool, WebSearch policy) => policy switch
    {
        WebSearch.EnableSearch => ("enable_search", True),
        WebSearch.Plugin => ("plugins", Plugin),
        _ => ("web_search_options", CreateOptions(tool)),
    };

    private static JsonElement CreateOptions(JsonElement tool)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, RelaxedJson.WriterOptions))
        {
            writer.WriteStartObject();
            if (RequestCheck.TryGet(tool, "search_context_size", out var size))
            {
                writer.WritePropertyName("search_context_size"u8);
                size.WriteTo(writer);
            }

            if (RequestCheck.TryGet(tool, "user_location", out var location) && location.ValueKind == JsonValueKind.Object)
            {
                WriteLocation(writer, location);
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(json.WrittenSpan, new JsonDocumentOptions { MaxDepth = RequestLimits.MaxDepth });
    }

    /// <summary>Flat in the Responses API, nested under its type in chat.</summary>
    private static void WriteLocation(Utf8JsonWriter writer, JsonElement location)
    {
        writer.WriteStartObject("user_location"u8);
        writer.WriteString("type"u8, "approximate"u8);
        writer.WriteStartObject("approximate"u8);
        foreach (var member in location.EnumerateObject().Where(static member => !member.NameEquals("type"u8) && member.Value.ValueKind != JsonValueKind.Null))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
