using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>Reads the call members of a delta or a message.</summary>
internal static class ToolCallReader
{
    /// <summary>Reads <c>tool_calls</c>: an array, or a single call without an array.</summary>
    public static void ReadAll(ref Utf8JsonReader reader, List<ToolCallDelta> calls)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            calls.Add(ReadOne(ref reader));
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
                calls.Add(ReadOne(ref reader));
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Reads a <c>function_call</c>, the legacy form of a single call.</summary>
    public static void ReadFunctionCall(ref Utf8JsonReader reader, List<ToolCallDelta> calls)
    {
        var hasExtras = false;
        var call = ReadFunction(ref reader, default, ref hasExtras);
        if (call.Name.HasText || call.Arguments.IsPresent)
        {
            calls.Add(call);
        }
    }

    private static ToolCallDelta ReadOne(ref Utf8JsonReader reader)
    {
        var call = default(ToolCallDelta);
        var start = (int)reader.TokenStartIndex;
        var hasExtras = false;
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("index"u8))
            {
                call = call with { Index = reader.ReadNumber() };
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                call = call with { Id = reader.ReadSlice() };
            }
            else if (reader.ValueTextEquals("function"u8))
            {
                call = ReadFunction(ref reader, call, ref hasExtras);
            }
            else
            {
                hasExtras |= !reader.ValueTextEquals("type"u8);
                reader.Skip();
            }
        }

        return hasExtras
            ? call with { WithExtras = new JsonSlice(JsonTokenType.StartObject, start, (int)reader.BytesConsumed - start) }
            : call;
    }

    private static ToolCallDelta ReadFunction(ref Utf8JsonReader reader, ToolCallDelta call, ref bool hasExtras)
    {
        if (!reader.Enter())
        {
            return call;
        }

        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("arguments"u8))
            {
                call = call with { Arguments = reader.ReadSlice() };
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                call = call with { Name = reader.ReadSlice() };
            }
            else
            {
                hasExtras = true;
                reader.Skip();
            }
        }

        return call;
    }
}
