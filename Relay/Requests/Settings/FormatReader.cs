using System.Text;
using System.Text.Json;
using Relay.Json;
using Relay.Policies;
using Relay.Requests.Checking;

namespace Relay.Requests.Settings;

/// <summary>Reads the format of the text.</summary>
internal sealed class FormatReader(RequestCheck check, RelayPolicies policies)
{
    private static readonly JsonElement JsonObject = JsonElement.Parse("""{"type":"json_object"}""");

    /// <summary>The instruction for the model, if the vendor does not support schemas; otherwise <see langword="null"/>.</summary>
    public string? Instruction { get; private set; }

    /// <summary>Returns the format; <see langword="null"/> for plain text.</summary>
    public JsonElement? Read(JsonElement request, ConfigurationUpdate update)
    {
        var format = check.ReadOptional(request, "text", "", RequestKind.Object) is { } text
            ? check.ReadOptional(text, "format", "text", RequestKind.Object)
            : null;
        return update.Format is var (newer, path) ? Read(newer, path) : format is { } value ? Read(value, "text.format") : null;
    }

    private JsonElement? Read(JsonElement format, string path)
    {
        switch (check.ReadRequiredText(format, "type", path))
        {
            case "text":
                return null;
            case "json_object":
                return format;
            case "json_schema":
                return ReadSchema(format, path);
            case var type:
                check.ReportUnsupported(
                    $"{path}.type", $"A format of type '{RequestCheck.Shorten(type)}' cannot be carried to this vendor. "
                        + "Expected text, json_object or json_schema.");
                return null;
        }
    }

    private JsonElement ReadSchema(JsonElement format, string path)
    {
        check.ReadRequiredText(format, "name", path);
        if (check.ReadOptional(format, "schema", path, RequestKind.Object) is not { } schema)
        {
            check.ReportMissing($"{path}.schema");
            return format;
        }

        if (policies.SchemaFormat is SchemaFormat.JsonSchema)
        {
            return format;
        }

        Instruction = $"Answer with one JSON object that follows this JSON schema:\n{Encoding.UTF8.GetString(JsonText.Compact(schema))}";
        return JsonObject;
    }
}
