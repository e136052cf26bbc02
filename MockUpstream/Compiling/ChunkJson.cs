using System.Diagnostics;
using System.Text.Json;
using MockUpstream.Json;
using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>Writes the JSON of built chunks, compact, with text left as text.</summary>
internal static class ChunkJson
{
    public const string Id = "chatcmpl-1";
    public const long Created = 1_700_000_000;

    /// <summary>Returns the JSON of a step's chunk, or of the object it stands for.</summary>
    public static byte[] Serialize(SendingStep step, UsageStep? rider, string model) => CompactJson.Write(json =>
    {
        switch (step)
        {
            case ChunkStep chunk:
                chunk.Chunk.WriteTo(json);
                break;
            case ErrorStep error:
                json.WriteStartObject();
                WriteMember(json, "error", error.Error);
                json.WriteEndObject();
                break;
            default:
                WriteChunk(json, step, rider, model);
                break;
        }
    });

    /// <summary>Writes the four members with which each chunk and each completion begins.</summary>
    public static void WriteHead(Utf8JsonWriter json, string kind, string model)
    {
        json.WriteString("id", Id);
        json.WriteString("object", kind);
        json.WriteNumber("created", Created);
        json.WriteString("model", model);
    }

    /// <summary>Writes the member <c>usage</c>.</summary>
    public static void WriteUsage(Utf8JsonWriter json, UsageStep usage)
    {
        json.WriteStartObject("usage");
        WriteNumber(json, "prompt_tokens", usage.Prompt);
        WriteNumber(json, "completion_tokens", usage.Completion);
        WriteNumber(json, "total_tokens", usage.Prompt + usage.Completion);
        WriteDetail(json, "prompt_tokens_details", "cached_tokens", usage.Cached);
        WriteDetail(json, "completion_tokens_details", "reasoning_tokens", usage.Reasoning);
        json.WriteEndObject();
    }

    private static void WriteChunk(Utf8JsonWriter json, SendingStep step, UsageStep? rider, string model)
    {
        json.WriteStartObject();
        WriteHead(json, "chat.completion.chunk", model);
        json.WriteStartArray("choices");
        WriteChoice(json, step);
        json.WriteEndArray();
        if ((step as UsageStep ?? rider) is { } usage)
        {
            WriteUsage(json, usage);
        }

        json.WriteEndObject();
    }

    private static void WriteChoice(Utf8JsonWriter json, SendingStep step)
    {
        switch (step)
        {
            case UsageStep:
                break;
            case ChoiceStep choice:
                choice.Choice.WriteTo(json);
                break;
            default:
                json.WriteStartObject();
                json.WriteNumber("index", 0);
                json.WritePropertyName("delta");
                WriteDelta(json, step);
                json.WritePropertyName("finish_reason");
                WriteReason(json, step);
                json.WriteEndObject();
                break;
        }
    }

    private static void WriteDelta(Utf8JsonWriter json, SendingStep step)
    {
        if (step is DeltaStep verbatim)
        {
            verbatim.Delta.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        switch (step)
        {
            case TextStep text:
                json.WriteString("content", text.Content);
                break;
            case ReasoningStep reasoning:
                json.WriteString(reasoning.Field, reasoning.Content);
                break;
            case RefusalStep refusal:
                json.WriteString("refusal", refusal.Content);
                break;
            case ToolStep tool:
                json.WriteStartArray("tool_calls");
                WriteCall(json, tool);
                json.WriteEndArray();
                break;
            case FinishStep:
                break;
            default:
                throw new UnreachableException($"No chunk for the step '{step.Word}'.");
        }

        json.WriteEndObject();
    }

    private static void WriteCall(Utf8JsonWriter json, ToolStep tool)
    {
        json.WriteStartObject();
        WriteMember(json, "index", tool.Index);
        WriteMember(json, "id", tool.Id);
        if (tool.Type is null)
        {
            json.WriteString("type", "function");
        }

        WriteMember(json, "type", tool.Type);
        json.WriteStartObject("function");
        WriteMember(json, "name", tool.Name);
        WriteMember(json, "arguments", tool.Args);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteReason(Utf8JsonWriter json, SendingStep step)
    {
        if (step is FinishStep finish)
        {
            finish.Reason.WriteTo(json);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteMember(Utf8JsonWriter json, string name, JsonElement? value)
    {
        if (value is { } given)
        {
            json.WritePropertyName(name);
            given.WriteTo(json);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteDetail(Utf8JsonWriter json, string name, string member, long? value)
    {
        if (value is { } number)
        {
            json.WriteStartObject(name);
            json.WriteNumber(member, number);
            json.WriteEndObject();
        }
    }
}
