using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Relay.Contract;
using Relay.Exchange;
using Relay.Json;

namespace Relay.Http;

/// <summary>Answers with an HTTP status and OpenAI's error shape. Every member is a string: one client needs it.</summary>
internal static class ApiErrorResult
{
    /// <summary>The content type of every error.</summary>
    public const string ContentType = "application/json; charset=utf-8";

    /// <summary>Answers with an error.</summary>
    public static Task WriteAsync(HttpResponse response, ApiError failure, CancellationToken cancellationToken)
    {
        var body = Create(failure);
        response.StatusCode = failure.Status;
        if (failure == Failures.StoreUnavailable)
        {
            response.Headers.RetryAfter = "1";
        }

        // The Codex CLI gives up at once on a 429 without it.
        if (failure.Status == StatusCodes.Status429TooManyRequests && response.Headers.RetryAfter.Count == 0)
        {
            response.Headers.RetryAfter = RetryAfter.GetSeconds(failure).ToString(CultureInfo.InvariantCulture);
        }

        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, cancellationToken).AsTask();
    }

    /// <summary>Answers with an error, or closes the connection when the answer has started.</summary>
    public static Task WriteOrAbortAsync(HttpContext context, ApiError failure)
    {
        if (!context.Response.HasStarted)
        {
            return WriteAsync(context.Response, failure, context.RequestAborted);
        }

        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>Creates the body of an error.</summary>
    public static ReadOnlyMemory<byte> Create(ApiError failure)
    {
        var body = new ArrayBufferWriter<byte>(512);
        Write(body, failure);
        return body.WrittenMemory;
    }

    private static void Write(IBufferWriter<byte> body, ApiError failure)
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
