using Microsoft.AspNetCore.Http;
using MockUpstream.Playing;

namespace MockUpstream.Answering;

/// <summary>Lists the cases as the models they are asked for by; relays look at this list when they start.</summary>
internal static class ModelListing
{
    public static Task WriteAsync(HttpContext context, IReadOnlyList<Playback> cases) => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        foreach (var playback in cases)
        {
            json.WriteStartObject();
            json.WriteString("id", playback.Key);
            json.WriteString("object", "model");
            json.WriteNumber("created", ChunkJson.Created);
            json.WriteString("owned_by", "mock-upstream");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
