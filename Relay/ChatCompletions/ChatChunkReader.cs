using System.Text.Json;
using System.Text.Unicode;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>
/// Parses a payload into a <see cref="ChatChunk"/>, from all members in which vendors send content. The whole payload is parsed and
/// validated as UTF-8 JSON before any part of it is used, so its slices can be copied into other JSON unchanged.
/// </summary>
internal static class ChatChunkReader
{
    /// <summary>Parses one payload.</summary>
    /// <returns>Whether it is a JSON object or <c>null</c> (Q110).</returns>
    public static bool TryRead(ReadOnlySpan<byte> payload, ChatChunk chunk)
    {
        chunk.Reset();
        if (!Utf8.IsValid(payload))
        {
            return false;
        }

        try
        {
            return TryReadJson(payload, chunk);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair where names are compared. Replaced at its length, so the slices fit the payload as it came.
            var mended = payload.ToArray();
            LoneSurrogates.Mend(mended);
            chunk.Reset();
            return TryReadJson(mended, chunk);
        }
    }

    private static bool TryReadJson(ReadOnlySpan<byte> payload, ChatChunk chunk)
    {
        try
        {
            var reader = new Utf8JsonReader(payload, VendorJsonOptions.Reader);
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
        while (reader.NextMember())
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
                ReadError(ref reader, chunk);
            }
            else if (reader.ValueTextEquals("object"u8) || reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isError |= reader.TokenType is JsonTokenType.String && reader.ValueTextEquals("error"u8);
                chunk.HasOtherMembers |= reader.TokenType is JsonTokenType.String && !reader.ValueTextEquals("chat.completion.chunk"u8);
                reader.Skip();
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                chunk.Model = reader.ReadSlice();
            }
            else if (reader.ValueTextEquals("citations"u8))
            {
                chunk.Citations = reader.ReadSlice();
            }
            else if (reader.ValueTextEquals("x_groq"u8))
            {
                ReadVendorUsage(ref reader, chunk);
            }
            else if (reader.ValueTextEquals("base_resp"u8))
            {
                ReadStatus(ref reader, chunk);
            }
            else
            {
                chunk.HasOtherMembers |= !reader.ValueTextEquals("id"u8)
                    && !reader.ValueTextEquals("created"u8)
                    && !reader.ValueTextEquals("system_fingerprint"u8);
                reader.Skip();
            }
        }

        if (isError && !chunk.Error.IsPresent)
        {
            chunk.Error = new JsonSlice(JsonTokenType.StartObject, 0, (int)reader.BytesConsumed);
        }
    }

    private static void ReadError(ref Utf8JsonReader reader, ChatChunk chunk)
    {
        var error = reader.ReadSlice();

        // 0 is none.
        if (error.Kind is not JsonTokenType.Number || error.Length > 1)
        {
            chunk.Error = error;
        }
    }

    /// <summary>Reads MiniMax's status of the answer. Any but 0 is an error, also beside choices.</summary>
    private static void ReadStatus(ref Utf8JsonReader reader, ChatChunk chunk)
    {
        if (!reader.Enter())
        {
            return;
        }

        var start = (int)reader.TokenStartIndex;
        var isFailure = false;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("status_code"u8))
            {
                isFailure = reader.ReadNumber() is not (null or 0);
            }
            else
            {
                reader.Skip();
            }
        }

        if (isFailure && !chunk.Error.IsPresent)
        {
            chunk.Error = new JsonSlice(JsonTokenType.StartObject, start, (int)reader.BytesConsumed - start);
        }
    }

    private static void ReadVendorUsage(ref Utf8JsonReader reader, ChatChunk chunk)
    {
        if (!reader.Enter())
        {
            return;
        }

        while (reader.NextMember())
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
        var usage = reader.ReadSlice();
        if (usage.IsObject)
        {
            chunk.Usage = usage;
        }
    }

    private static void ReadChoices(ref Utf8JsonReader reader, ChatChunk chunk)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            // A single choice without a list.
            ReadChoice(ref reader, chunk.AddChoice(), chunk);
            return;
        }

        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        chunk.HasChoiceList = true;
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
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("index"u8))
            {
                choice.Index = reader.ReadNumber() ?? 0;
            }
            else if (reader.ValueTextEquals("delta"u8))
            {
                ReadDelta(ref reader, choice.Delta);
            }
            else if (reader.ValueTextEquals("finish_reason"u8) || reader.ValueTextEquals("finishReason"u8))
            {
                var reason = reader.ReadSlice();
                choice.FinishReason = reason.HasText ? reason : choice.FinishReason;
            }
            else if (reader.ValueTextEquals("logprobs"u8))
            {
                choice.Logprobs = reader.ReadSlice();
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                ReadDelta(ref reader, choice.Message);
            }
            else if (reader.ValueTextEquals("text"u8))
            {
                choice.Text = reader.ReadSlice();
            }
            else if (reader.ValueTextEquals("native_finish_reason"u8))
            {
                choice.NativeFinishReason = reader.ReadSlice();
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

        choice.TakeTextAsDelta();
    }

    private static void ReadDelta(ref Utf8JsonReader reader, ChatDelta delta)
    {
        if (!reader.Enter())
        {
            return;
        }

        delta.IsPresent = true;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("content"u8))
            {
                delta.Content = reader.ReadSlice();
            }
            else if (reader.ValueTextEquals("reasoning_content"u8))
            {
                delta.ReasoningContent = reader.ReadSlice();
            }
            else if (reader.ValueTextEquals("reasoning"u8))
            {
                delta.Reasoning = reader.ReadSlice();
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                ToolCallReader.ReadAll(ref reader, delta.ToolCalls);
            }
            else if (reader.ValueTextEquals("function_call"u8))
            {
                ToolCallReader.ReadFunctionCall(ref reader, delta.ToolCalls);
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
            delta.Refusal = reader.ReadSlice();
        }
        else if (reader.ValueTextEquals("reasoning_details"u8))
        {
            delta.ReasoningDetails = reader.ReadSlice();
        }
        else if (reader.ValueTextEquals("annotations"u8))
        {
            delta.Annotations = reader.ReadSlice();
        }
        else if (reader.ValueTextEquals("images"u8))
        {
            delta.Images = reader.ReadSlice();
        }
        else if (reader.ValueTextEquals("audio"u8))
        {
            delta.Audio = reader.ReadSlice();
        }
        else if (reader.ValueTextEquals("role"u8))
        {
            reader.Skip();
        }
        else if (reader.ValueTextEquals("reasoning_text"u8))
        {
            delta.ReasoningText = reader.ReadSlice();
        }
        else if (reader.ValueTextEquals("reasoning_opaque"u8))
        {
            delta.ReasoningOpaque = reader.ReadSlice();
        }
        else if (reader.ValueTextEquals("thinking_blocks"u8))
        {
            delta.ThinkingBlocks = reader.ReadSlice();
        }
        else if (reader.ValueTextEquals("phase"u8))
        {
            delta.Phase = reader.ReadSlice();
        }
        else if (IsReasoning(ref reader))
        {
            delta.OtherReasoning = reader.ReadSlice();
        }
        else
        {
            NoteUnknownMember(ref reader, delta);
        }
    }

    private static bool IsReasoning(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("thinking"u8)
        || reader.ValueTextEquals("thinking_content"u8)
        || reader.ValueTextEquals("reasoning_summary"u8)
        || reader.ValueTextEquals("thought"u8)
        || reader.ValueTextEquals("thoughts"u8)
        || reader.ValueTextEquals("cot_summary"u8);

    /// <summary>Notes a member with content that is left out. Names of extensions and members of the envelope do not count.</summary>
    private static void NoteUnknownMember(ref Utf8JsonReader reader, ChatDelta delta)
    {
        var isEnvelope = reader.ValueSpan.StartsWith("x_"u8)
            || reader.ValueTextEquals("name"u8)
            || reader.ValueTextEquals("id"u8)
            || reader.ValueTextEquals("type"u8)
            || reader.ValueTextEquals("obfuscation"u8);
        var name = isEnvelope ? null : reader.GetString();
        var value = reader.ReadSlice();
        if (name is not null && (value.HasText || ((value.IsObject || value.IsArray) && value.Length > "{}".Length)))
        {
            (delta.UnknownMembers ??= []).Add(name);
        }
    }
}
