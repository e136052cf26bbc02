using System.Buffers;
using System.Text.Json;
using Relay.Json;
using Relay.Policies;
using Relay.Requests.Checking;

namespace Relay.Requests.Tools;

/// <summary>
/// Translates a web search that the vendor runs. In Chat Completions it is no tool but a member of the request, which differs between
/// vendors.
/// </summary>
internal static class WebSearchTool
{
    private static readonly JsonElement True = JsonElement.Parse("true");
    private static readonly JsonElement Plugin = JsonElement.Parse("""[{"id":"web"}]""");

    /// <summary>Returns whether a tool's type is a web search. Newer types have a date in their names.</summary>
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

    /// <summary>Writes the location. It is flat in the Responses API and nested in Chat Completions.</summary>
    private static void WriteLocation(Utf8JsonWriter writer, JsonElement location)
    {
        writer.WriteStartObject("user_location"u8);
        writer.WriteString("type"u8, "approximate"u8);
        writer.WriteStartObject("approximate"u8);
        foreach (var member in location.EnumerateObject()
            .Where(static member => !member.NameEquals("type"u8) && member.Value.ValueKind != JsonValueKind.Null))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
