using System.Text;
using System.Text.Json;
using Relay.Contract;
using Relay.Json;

namespace Relay.Translating.Calls;

/// <summary>Writes a call of a built-in tool as an item: the arguments of the function become the item's action.</summary>
internal static class BuiltInCall
{
    /// <summary>Writes the action. Incomplete arguments leave it empty.</summary>
    public static void Write(Utf8JsonWriter json, BuiltInTool tool, ReadOnlySpan<byte> arguments)
    {
        using var document = Parse(JsonText.Decode(arguments), mayBeEncoded: true);
        var members = document?.RootElement ?? default;
        if (tool is BuiltInTool.ToolSearch)
        {
            json.WriteString("execution"u8, "client"u8);
            WriteObject(json, BuiltInToolNames.GetActionMember(tool), members);
            return;
        }

        json.WriteStartObject(BuiltInToolNames.GetActionMember(tool));
        switch (tool)
        {
            case BuiltInTool.LocalShell:
                json.WriteString("type"u8, "exec"u8);
                WriteTexts(json, members, "command", static line => ["bash", "-lc", line]);
                WriteObject(json, "env", Has(members, "env", JsonValueKind.Object, out var variables) ? variables : default);
                WriteIf(json, members, "timeout_ms", JsonValueKind.Number);
                WriteIf(json, members, "user", JsonValueKind.String);
                WriteIf(json, members, "working_directory", JsonValueKind.String);
                break;
            case BuiltInTool.Shell:
                WriteTexts(json, members, "commands", static line => [line]);
                WriteOrNull(json, members, "max_output_length");
                WriteOrNull(json, members, "timeout_ms");
                break;
            default:
                json.WriteString("type"u8, GetText(members, "type") ?? "update_file");
                json.WriteString("path"u8, GetText(members, "path") ?? "");
                WriteIf(json, members, "diff", JsonValueKind.String);
                break;
        }

        json.WriteEndObject();
    }

    private static JsonDocument? Parse(string arguments, bool mayBeEncoded)
    {
        try
        {
            var document = JsonText.Parse(Encoding.UTF8.GetBytes(arguments));
            if (document.RootElement.ValueKind is not JsonValueKind.String || !mayBeEncoded)
            {
                return document;
            }

            using (document)
            {
                return Parse(document.RootElement.GetString()!, mayBeEncoded: false);
            }
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Has(JsonElement members, string name, JsonValueKind kind, out JsonElement value)
    {
        value = default;
        return members.ValueKind is JsonValueKind.Object && members.TryGetProperty(name, out value) && value.ValueKind == kind;
    }

    private static string? GetText(JsonElement members, string name) =>
        Has(members, name, JsonValueKind.String, out var text) ? text.GetString() : null;

    /// <summary>Writes a list of strings. Models that were given a list as schema send a single line nevertheless.</summary>
    private static void WriteTexts(Utf8JsonWriter json, JsonElement members, string name, Func<string, string[]> ofLine)
    {
        json.WriteStartArray(name);
        IEnumerable<string?> texts = Has(members, name, JsonValueKind.Array, out var list)
            ? list.EnumerateArray().Where(static text => text.ValueKind is JsonValueKind.String).Select(static text => text.GetString())
            : GetText(members, name) is { } line ? ofLine(line) : [];
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter json, string name, JsonElement value)
    {
        json.WriteStartObject(name);
        if (value.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
            {
                member.WriteTo(json);
            }
        }

        json.WriteEndObject();
    }

    private static void WriteIf(Utf8JsonWriter json, JsonElement members, string name, JsonValueKind kind)
    {
        if (Has(members, name, kind, out var value))
        {
            json.WritePropertyName(name);
            value.WriteTo(json);
        }
    }

    private static void WriteOrNull(Utf8JsonWriter json, JsonElement members, string name)
    {
        json.WritePropertyName(name);
        if (Has(members, name, JsonValueKind.Number, out var value))
        {
            value.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
