using System.Buffers;
using System.Text.Json;
using Relay.Json;
using Relay.Requests.Chat;
using Relay.Requests.Checking;

namespace Relay.Compat.CodexCore;

/// <summary>Writes calls of custom tools and of a local shell with their own types, identified by the id of the item.</summary>
internal static class OwnShape
{
    /// <summary>The type of an item that calls a custom tool.</summary>
    public const string Custom = "custom_tool_call";

    private const string LocalShell = "local_shell_call";

    /// <summary>Returns the call as JSON; <see langword="null"/> for a call of another tool.</summary>
    public static ReadOnlyMemory<byte>? Write(ChatToolCall call, JsonElement item)
    {
        if (!RequestCheck.IsOfType(item, Custom) && !RequestCheck.IsOfType(item, LocalShell))
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            WriteShape(json, call, item);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void WriteShape(Utf8JsonWriter json, ChatToolCall call, JsonElement item)
    {
        if (RequestCheck.IsOfType(item, Custom))
        {
            // Null where the item has none.
            json.WriteString("id"u8, call.ItemId);
            json.WriteString("type"u8, "custom"u8);
            json.WriteStartObject("custom"u8);
            Copy(json, item, "name");
            Copy(json, item, "input");
            json.WriteEndObject();
            return;
        }

        json.WriteString("id"u8, call.ItemId ?? "");
        json.WriteString("type"u8, LocalShell);
        Copy(json, item, "status");
        Copy(json, item, "action");
    }

    private static void Copy(Utf8JsonWriter json, JsonElement item, string name)
    {
        if (item.TryGetProperty(name, out var value))
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }
}
