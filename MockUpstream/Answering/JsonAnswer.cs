using System.Text.Json;
using MockUpstream.Json;

namespace MockUpstream.Answering;

/// <summary>Answers with one JSON body of the mock's own.</summary>
internal static class JsonAnswer
{
    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> writing)
    {
        var body = CompactJson.Write(writing);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }

    /// <summary>Answers with one sentence in OpenAI's shape of an error.</summary>
    public static Task ErrorAsync(HttpContext context, int status, string message) => WriteAsync(context, status, json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>Writes one sentence in WireMock's shape of an answer.</summary>
    public static void WriteStatus(this Utf8JsonWriter json, string status)
    {
        json.WriteStartObject();
        json.WriteString("Status", status);
        json.WriteEndObject();
    }
}
