using System.Text.Json;
using System.Text.Unicode;

namespace Relay.ChatCompletions;

/// <summary>
/// Reads a payload into a <see cref="ChatChunk"/>: whatever stands where a vendor was seen to put it, nothing else. The whole payload is read, and found to be
/// JSON in UTF-8, before a byte of it counts: its slices may then be copied into JSON of our own as they are.
/// </summary>
internal static class ChatChunkReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>Reads one payload.</summary>
    /// <returns>Whether it was a JSON object, or <c>null</c> (Q110).</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, ChatChunk chunk)
    {
        chunk.Reset();
        if (!Utf8.IsValid(payload))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(payload, Options);
            reader.Read();
            chunk.IsObject = reader.TokenType is JsonTokenType.StartObject;
            if (chunk.IsObject)
            {
                ReadChunk(ref reader, chunk);
            }

            return reader.TokenType is JsonTokenType.EndObject or JsonTokenType.Null && !reader.Read();
        }
        catch (JsonException)
        {
            chunk.Reset();
            return false;
        }
    }

    private static void ReadChunk(ref Utf8JsonReader reader, ChatChunk chunk)
    {
        var isError = false;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                ReadChoices(ref reader, chunk);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref reader, chunk);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                chunk.Error = Take(ref reader);
            }
            else if (reader.ValueTextEquals("object"u8) || reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isError |= reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("error"u8);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("citations"u8))
            {
                chunk.Citations = Take(ref reader);
            }
            else if (reader.ValueTextEquals("x_groq"u8))
            {
                ReadVendorUsage(ref reader, chunk);
            }
            else
            {
                reader.Skip();
            }
        }

        if (isError && !chunk.Error.IsPresent)
        {
            chunk.Error = new JsonSlice(JsonTokenType.StartObject, 0, (int)reader.BytesConsumed);
        }
    }

    private static void ReadVendorUsage(ref Utf8JsonReader reader, ChatChunk chunk)
    {
        if (!Enter(ref reader))
        {
            return;
        }

        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref reader, chunk);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadUsage(ref Utf8JsonReader reader, ChatChunk chunk)
    {
        var usage = Take(ref reader);
        if (usage.IsObject)
        {
            chunk.Usage = usage;
        }
    }

    private static void ReadChoices(ref Utf8JsonReader reader, ChatChunk chunk)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                ReadChoice(ref reader, chunk.AddChoice(), chunk);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadChoice(ref Utf8JsonReader reader, ChatChoice choice, ChatChunk chunk)
    {
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("index"u8))
            {
                choice.Index = Number(ref reader) ?? 0;
            }
            else if (reader.ValueTextEquals("delta"u8))
            {
                ReadDelta(ref reader, choice.Delta);
            }
            else if (reader.ValueTextEquals("finish_reason"u8) || reader.ValueTextEquals("finishReason"u8))
            {
                var reason = Take(ref reader);
                choice.FinishReason = reason.HasText ? reason : choice.FinishReason;
            }
            else if (reader.ValueTextEquals("logprobs"u8))
            {
                choice.Logprobs = Take(ref reader);
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                ReadDelta(ref reader, choice.Message);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref reader, chunk);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadDelta(ref Utf8JsonReader reader, ChatDelta delta)
    {
        if (!Enter(ref reader))
        {
            return;
        }

        delta.IsPresent = true;
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                delta.Content = Take(ref reader);
            }
            else if (reader.ValueTextEquals("reasoning_content"u8))
            {
                delta.ReasoningContent = Take(ref reader);
            }
            else if (reader.ValueTextEquals("reasoning"u8))
            {
                delta.Reasoning = Take(ref reader);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                ReadToolCalls(ref reader, delta);
            }
            else if (reader.ValueTextEquals("function_call"u8))
            {
                ReadFunctionCall(ref reader, delta);
            }
            else
            {
                ReadRareMember(ref reader, delta);
            }
        }
    }

    private static void ReadRareMember(ref Utf8JsonReader reader, ChatDelta delta)
    {
        if (reader.ValueTextEquals("refusal"u8))
        {
            delta.Refusal = Take(ref reader);
        }
        else if (reader.ValueTextEquals("reasoning_details"u8))
        {
            delta.ReasoningDetails = Take(ref reader);
        }
        else if (reader.ValueTextEquals("annotations"u8))
        {
            delta.Annotations = Take(ref reader);
        }
        else if (reader.ValueTextEquals("images"u8))
        {
            delta.Images = Take(ref reader);
        }
        else if (reader.ValueTextEquals("audio"u8))
        {
            delta.Audio = Take(ref reader);
        }
        else
        {
            reader.Skip();
        }
    }

    private static void ReadToolCalls(ref Utf8JsonReader reader, ChatDelta delta)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            delta.ToolCalls.Add(ReadToolCall(ref reader));
            return;
        }

        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            return;
        }

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartObject)
            {
                delta.ToolCalls.Add(ReadToolCall(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static ToolCallDelta ReadToolCall(ref Utf8JsonReader reader)
    {
        var call = default(ToolCallDelta);
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("index"u8))
            {
                call = call with { Index = Number(ref reader) };
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                call = call with { Id = Take(ref reader) };
            }
            else if (reader.ValueTextEquals("function"u8))
            {
                call = ReadFunction(ref reader, call);
            }
            else
            {
                reader.Skip();
            }
        }

        return call;
    }

    private static ToolCallDelta ReadFunction(ref Utf8JsonReader reader, ToolCallDelta call)
    {
        if (!Enter(ref reader))
        {
            return call;
        }

        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("arguments"u8))
            {
                call = call with { Arguments = Take(ref reader) };
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                call = call with { Name = Take(ref reader) };
            }
            else
            {
                reader.Skip();
            }
        }

        return call;
    }

    private static void ReadFunctionCall(ref Utf8JsonReader reader, ChatDelta delta)
    {
        var call = ReadFunction(ref reader, default);
        if (call.Name.HasText || call.Arguments.IsPresent)
        {
            delta.ToolCalls.Add(call);
        }
    }

    private static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType is JsonTokenType.PropertyName;

    /// <summary>Steps into an object; skips any other value.</summary>
    private static bool Enter(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            return true;
        }

        reader.Skip();
        return false;
    }

    private static JsonSlice Take(ref Utf8JsonReader reader)
    {
        reader.Read();
        var kind = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        if (kind is JsonTokenType.String)
        {
            return new JsonSlice(kind, start + 1, reader.ValueSpan.Length);
        }

        reader.Skip();
        return new JsonSlice(kind, start, (int)reader.BytesConsumed - start);
    }

    private static int? Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Number)
        {
            return reader.TryGetInt32(out var number) ? number : null;
        }

        // Some gateways quote it.
        var quoted = reader.TokenType is JsonTokenType.String && int.TryParse(reader.ValueSpan, out var parsed) ? parsed : (int?)null;
        reader.Skip();
        return quoted;
    }
}
