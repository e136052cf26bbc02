using System.Globalization;
using Microsoft.AspNetCore.Http;
using MockUpstream.Answering;
using MockUpstream.Playing;

namespace MockUpstream.Hosting;

/// <summary>The gates and the open streams over HTTP, which WireMock does not have.</summary>
internal sealed class LiveEndpoints(Gates gates, OpenStreams streams)
{
    private const string GatesPath = "/__admin/gates";
    private const string StreamsPath = "/__admin/streams";

    public static bool Serves(PathString path) =>
        path.StartsWithSegments(GatesPath, StringComparison.Ordinal) || path.StartsWithSegments(StreamsPath, StringComparison.Ordinal);

    public Task HandleAsync(HttpContext context)
    {
        var isGate = context.Request.Path.StartsWithSegments(GatesPath, StringComparison.Ordinal, out var rest);
        if (!isGate)
        {
            context.Request.Path.StartsWithSegments(StreamsPath, StringComparison.Ordinal, out rest);
        }

        return (context.Request.Method, isGate, Name: rest.Value?.Trim('/') ?? "") switch
        {
            ("GET", true, "") => WriteGatesAsync(context),
            ("POST", true, { Length: > 0 } name) => ReleaseAsync(context, name),
            ("GET", false, "") => WriteStreamsAsync(context),
            ("DELETE", false, { Length: > 0 } id) => KillAsync(context, id),
            _ => JsonAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, $"{context.Request.Method} {context.Request.Path} is not served: GET {GatesPath}, POST {GatesPath}/NAME, GET {StreamsPath}, DELETE {StreamsPath}/ID are."),
        };
    }

    private Task WriteGatesAsync(HttpContext context) => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("waiting");
        foreach (var name in gates.Waiting)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private Task ReleaseAsync(HttpContext context, string name)
    {
        gates.Release(name);
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json => json.WriteStatus($"Gate '{name}' released."));
    }

    private Task WriteStreamsAsync(HttpContext context) => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("streams");
        foreach (var stream in streams.All)
        {
            json.WriteStartObject();
            json.WriteNumber("id", stream.Id);
            json.WriteString("case", stream.Case);
            json.WriteString("requested", stream.Requested);
            json.WriteNumber("step", stream.Run.Step);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private Task KillAsync(HttpContext context, string id)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !streams.TryFind(number, out var stream))
        {
            return JsonAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, $"No stream '{id}' is open. GET {StreamsPath} lists those that are.");
        }

        stream.Run.Abort();
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json => json.WriteStatus($"Stream {number} of '{stream.Case}' ended."));
    }
}
