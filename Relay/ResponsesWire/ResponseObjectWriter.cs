using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;
using Relay.Contract;
using Relay.Json;

namespace Relay.ResponsesWire;

/// <summary>
/// Writes the response object. The members that never change (V21), above all the echo of the request, are written once when the writer is
/// created; the others are inserted between these bytes.
/// </summary>
internal sealed class ResponseObjectWriter
{
    private readonly byte[] _identity;
    private readonly byte[] _echo;

    public ResponseObjectWriter(ResponseEcho echo)
    {
        _identity = WriteIdentity(echo);
        _echo = WriteEcho(echo);
    }

    public void Write(IBufferWriter<byte> target, ResponseState state)
    {
        target.Write(_identity);
        target.Write(",\"status\":"u8);
        WriteString(target, state.Status);
        target.Write(",\"completed_at\":"u8);
        WriteNumber(target, state.CompletedAt);
        target.Write(",\"error\":"u8);
        WritePair(target, "{\"code\":"u8, state.ErrorCode, ",\"message\":"u8, state.ErrorMessage);
        target.Write(",\"incomplete_details\":"u8);
        WritePair(target, "{\"reason\":"u8, state.IncompleteReason, default, null);
        target.Write(",\"output\":["u8);
        WriteOutput(target, state.Output);
        target.Write("],\"usage\":"u8);
        WriteUsage(target, state.Usage);
        target.Write(_echo);
    }

    private static byte[] WriteIdentity(ResponseEcho echo)
    {
        var whole = WriteObject(json =>
        {
            json.WriteString("id"u8, echo.Id);
            json.WriteString("object"u8, "response"u8);
            json.WriteNumber("created_at"u8, echo.CreatedAt);
            json.WriteString("model"u8, echo.Model);
        });
        return whole[..^1];
    }

    private static byte[] WriteEcho(ResponseEcho echo)
    {
        using var mended = Mend(echo.Request);
        var request = mended?.RootElement ?? echo.Request;
        var whole = WriteObject(json => RequestEcho.Write(json, request));
        whole[0] = (byte)',';
        return whole;
    }

    /// <summary>Writes a request that cannot be copied because it contains half a surrogate pair.</summary>
    private static JsonDocument? Mend(JsonElement request)
    {
        if (request.ValueKind is JsonValueKind.Undefined)
        {
            return null;
        }

        var raw = JsonMarshal.GetRawUtf8Value(request);
        return raw.IndexOf("\\ud"u8) >= 0 || raw.IndexOf("\\uD"u8) >= 0 ? JsonText.Parse(raw) : null;
    }

    private static byte[] WriteObject(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteOutput(IBufferWriter<byte> target, IReadOnlyList<ReadOnlySequence<byte>> items)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                target.Write(","u8);
            }

            target.WriteValue(items[i]);
        }
    }

    /// <summary>Writes all six numbers or null: a client fails if there are details without their number (V24).</summary>
    public static void WriteUsage(IBufferWriter<byte> target, TokenUsage? usage)
    {
        if (usage is not { } tokens)
        {
            target.Write("null"u8);
            return;
        }

        target.Write("{\"input_tokens\":"u8);
        WriteNumber(target, tokens.Input);
        target.Write(",\"input_tokens_details\":{\"cached_tokens\":"u8);
        WriteNumber(target, tokens.Cached);
        target.Write(",\"cache_write_tokens\":"u8);
        WriteNumber(target, tokens.CacheWrite);
        target.Write("},\"output_tokens\":"u8);
        WriteNumber(target, tokens.Output);
        target.Write(",\"output_tokens_details\":{\"reasoning_tokens\":"u8);
        WriteNumber(target, tokens.Reasoning);
        target.Write("},\"total_tokens\":"u8);
        WriteNumber(target, tokens.Total);
        target.Write("}"u8);
    }

    private static void WritePair(
        IBufferWriter<byte> target, ReadOnlySpan<byte> first, string? value, ReadOnlySpan<byte> second, string? other)
    {
        if (value is null)
        {
            target.Write("null"u8);
            return;
        }

        target.Write(first);
        WriteString(target, value);
        if (other is not null)
        {
            target.Write(second);
            WriteString(target, other);
        }

        target.Write("}"u8);
    }

    private static void WriteString(IBufferWriter<byte> target, string text)
    {
        target.Write("\""u8);
        target.Write(JsonText.Encode(text));
        target.Write("\""u8);
    }

    private static void WriteNumber(IBufferWriter<byte> target, long? number)
    {
        if (number is not { } value)
        {
            target.Write("null"u8);
            return;
        }

        var span = target.GetSpan(20);
        Utf8Formatter.TryFormat(value, span, out var length);
        target.Advance(length);
    }
}
