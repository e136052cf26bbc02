using System.Buffers;
using System.Text.Json;
using Relay.Json;
using Relay.Policies;

namespace Relay.Http;

/// <summary>
/// Adds the catalogue that the Codex CLI reads to a list of models. Codex asks for it with its version in the query, and needs more to know
/// about a model than its name.
/// </summary>
internal static class CodexCatalog
{
    /// <summary>The member of the query by which Codex is recognized.</summary>
    public const string Query = "client_version";

    // Codex's own fallback for a model that it does not know has these values too.
    private const int TruncationBytes = 10_000;

    private static readonly string[] WindowMembers =
        ["context_window", "context_length", "max_model_len", "max_context_length", "max_context_window_tokens", "max_input_tokens"];

    private static readonly (string Effort, string Description)[] Efforts =
        [("low", "Reasons little"), ("medium", "Reasons as the vendor does by default"), ("high", "Reasons most")];

    /// <summary>Writes the list with the catalogue as another member, <c>models</c>.</summary>
    /// <param name="list">A list of models, a JSON object with <c>data</c>.</param>
    /// <param name="findPolicies">Returns the policies of a model's upstream.</param>
    public static ReadOnlyMemory<byte> Write(ReadOnlyMemory<byte> list, Func<string, RelayPolicies?> findPolicies)
    {
        using var document = JsonDocument.Parse(list, VendorJsonOptions.Document);
        var buffer = new SegmentedBuffer(1024);
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            foreach (var member in document.RootElement.EnumerateObject().Where(static member => !member.NameEquals("models"u8)))
            {
                member.WriteTo(json);
            }

            json.WriteStartArray("models"u8);
            var priority = 0;
            foreach (var model in document.RootElement.GetProperty("data"u8).EnumerateArray())
            {
                if (model.ValueKind is JsonValueKind.Object
                    && model.TryGetProperty("id"u8, out var id)
                    && id.ValueKind is JsonValueKind.String
                    && id.GetString() is { Length: > 0 } name)
                {
                    WriteModel(json, name, model, findPolicies(name), priority++);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.Written.ToArray();
    }

    private static void WriteModel(Utf8JsonWriter json, string name, JsonElement model, RelayPolicies? policies, int priority)
    {
        json.WriteStartObject();
        json.WriteString("slug"u8, name);
        json.WriteString("display_name"u8, name);
        json.WriteStartArray("supported_reasoning_levels"u8);
        foreach (var (effort, description) in Efforts)
        {
            json.WriteStartObject();
            json.WriteString("effort"u8, effort);
            json.WriteString("description"u8, description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("shell_type"u8, "shell_command"u8);
        json.WriteString("visibility"u8, "list"u8);
        json.WriteBoolean("supported_in_api"u8, true);
        json.WriteNumber("priority"u8, priority);
        json.WriteString("base_instructions"u8, CodexInstructions.Text);
        json.WriteBoolean("supports_reasoning_summaries"u8, true);
        json.WriteBoolean("support_verbosity"u8, policies?.OpenaiFields is OpenaiFields.Pass);
        json.WriteStartObject("truncation_policy"u8);
        json.WriteString("mode"u8, "bytes"u8);
        json.WriteNumber("limit"u8, TruncationBytes);
        json.WriteEndObject();
        json.WriteBoolean("supports_parallel_tool_calls"u8, policies?.ParallelCalls is not ParallelCalls.Off);
        if (FindWindow(model) is { } window)
        {
            json.WriteNumber("context_window"u8, window);
        }

        json.WriteStartArray("experimental_supported_tools"u8);
        json.WriteEndArray();
        json.WriteBoolean("prefer_websockets"u8, false);
        json.WriteBoolean(
            "supports_search_tool"u8, policies is { NewerItems: NewerItems.Translate, ClientTools: ClientTools.Functions });
        json.WriteStartArray("input_modalities"u8);
        json.WriteStringValue("text"u8);
        if (policies?.Images is not Images.Drop)
        {
            json.WriteStringValue("image"u8);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // Vendors name the size of the context differently, if at all.
    private static long? FindWindow(JsonElement model)
    {
        foreach (var name in WindowMembers)
        {
            if (model.TryGetProperty(name, out var size) && size.ValueKind is JsonValueKind.Number && size.TryGetInt64(out var window)
                && window > 0)
            {
                return window;
            }
        }

        return null;
    }
}
