using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MockUpstream.Playing;

namespace MockUpstream.Answering;

/// <summary>Answers with one JSON body of the mock's own.</summary>
internal static class JsonAnswer
{
    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> writing)
    {
        var body = ChunkJson.Write(writing);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
