using System.Globalization;
using System.Text.Json;
using MockUpstream.Answering;
using MockUpstream.Observing;
using MockUpstream.Playing;

namespace MockUpstream.Hosting;

/// <summary>The gates and the open streams over HTTP, which WireMock does not have.</summary>
internal sealed class LiveEndpoints(Gates gates, OpenStreams streams, ServedLog served, LiveFacts facts)
{
    private const string GatesPath = "/__admin/gates";
    private const string StreamsPath = "/__admin/streams";
    private const string LivePath = "/__admin/live";
    private const int MostTail = 2_000;

    public static bool Serves(PathString path) =>
        path.StartsWithSegments(GatesPath, StringComparison.Ordinal)
            || path.StartsWithSegments(StreamsPath, StringComparison.Ordinal)
            || path.StartsWithSegments(LivePath, StringComparison.Ordinal);

    public Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(LivePath, StringComparison.Ordinal, out var one))
        {
            return HandleLiveAsync(context, one.Value?.Trim('/') ?? "");
        }

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
            _ =>
                JsonAnswer.ErrorAsync(
                    context,
                    StatusCodes.Status404NotFound,
                    $"{context.Request.Method} {context.Request.Path} is not served. Available: GET {GatesPath}, POST {GatesPath}/NAME, "
                        + $"GET {StreamsPath}, DELETE {StreamsPath}/ID."),
        };
    }

    private Task HandleLiveAsync(HttpContext context, string id)
    {
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            return JsonAnswer.ErrorAsync(
                context,
                StatusCodes.Status404NotFound,
                $"{context.Request.Method} {context.Request.Path} is not served. Available: GET {LivePath} and GET {LivePath}/ID.");
        }

        if (id.Length == 0)
        {
            return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, WriteLive);
        }

        return long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && served.TryFind(number, out var entry)
            ? JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteString("request", entry.Body);
                json.WriteString("sent", entry.Sent);
                json.WriteEndObject();
            })
            : JsonAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, $"Request {id} is no longer stored.");
    }

    private void WriteLive(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("base_url", facts.BaseUrl);
        json.WriteNumber("cases", facts.Cases);
        json.WriteString("example", facts.Example);
        json.WriteStartArray("problems");
        foreach (var problem in facts.Problems)
        {
            json.WriteStringValue(problem);
        }

        json.WriteEndArray();
        WriteGates(json, "gates");
        WriteStreams(json);
        json.WriteStartArray("requests");
        foreach (var request in served.All)
        {
            json.WriteStartObject();
            json.WriteNumber("id", request.Id);
            json.WriteString("at", request.At);
            json.WriteString("method", request.Method);
            json.WriteString("path", request.Path);
            json.WriteString("case", request.Case);
            json.WriteNumber("status", request.Status);
            json.WriteNumber("writes", request.Writes);
            json.WriteNumber("bytes", request.Bytes);
            json.WriteNumber("ms", (long)request.Duration.TotalMilliseconds);
            json.WriteString("end", request.End);
            json.WriteBoolean("whole", request.IsWhole);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private Task WriteGatesAsync(HttpContext context) => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        WriteGates(json, "waiting");
        json.WriteEndObject();
    });

    private void WriteGates(Utf8JsonWriter json, string name)
    {
        json.WriteStartArray(name);
        foreach (var gate in gates.Waiting)
        {
            json.WriteStringValue(gate);
        }

        json.WriteEndArray();
    }

    private Task ReleaseAsync(HttpContext context, string name)
    {
        gates.Release(name);
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json => json.WriteStatus($"Gate '{name}' released."));
    }

    private Task WriteStreamsAsync(HttpContext context) => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        WriteStreams(json);
        json.WriteEndObject();
    });

    private void WriteStreams(Utf8JsonWriter json)
    {
        json.WriteStartArray("streams");
        foreach (var stream in streams.All)
        {
            var figures = stream.Answer.Figures;
            json.WriteStartObject();
            json.WriteNumber("id", stream.Id);
            json.WriteString("case", stream.Case);
            json.WriteString("requested", stream.Requested);
            json.WriteNumber("step", stream.Run.Step);
            json.WriteNumber("writes", figures.Writes);
            json.WriteNumber("bytes", figures.Bytes);
            json.WriteString("tail", stream.Answer.GetTail(MostTail));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private Task KillAsync(HttpContext context, string id)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || !streams.TryFind(number, out var stream))
        {
            return JsonAnswer.ErrorAsync(
                context,
                StatusCodes.Status404NotFound,
                $"No stream '{id}' is open. GET {StreamsPath} lists the open streams.");
        }

        stream.Run.Abort();
        return JsonAnswer.WriteAsync(
            context,
            StatusCodes.Status200OK,
            json => json.WriteStatus($"Stream {number} of '{stream.Case}' ended."));
    }
}
