using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Relay.Contract;
using Relay.Json;

namespace Relay.Streaming;

/// <summary>Answers with an HTTP status and OpenAI's error shape. Every member is a string: one client shows a message only then.</summary>
internal static class ErrorBody
{
    public static Task WriteAsync(HttpResponse response, UpstreamFailure failure, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(512);
        Write(body, failure);
        response.StatusCode = failure.Status;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.WrittenCount;
        return response.Body.WriteAsync(body.WrittenMemory, cancellationToken).AsTask();
    }

    private static void Write(IBufferWriter<byte> body, UpstreamFailure failure)
    {
        using var json = new Utf8JsonWriter(body, RelaxedJson.WriterOptions);
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, failure.Message);
        json.WriteString("type"u8, failure.Type);
        json.WriteString("param"u8, failure.Param ?? "");
        json.WriteString("code"u8, failure.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
