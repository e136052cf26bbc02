using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MockUpstream.Matching;
using MockUpstream.Observing;
using MockUpstream.Playing;

namespace MockUpstream.Answering;

/// <summary>The part of WireMock's admin API that people use, so that their habits and clients carry over.</summary>
internal sealed class AdminEndpoints(CaseRegistry cases, RequestJournal journal, PlaySettings settings)
{
    private const string Root = "/__admin";

    public static bool Serves(string path) => path.StartsWith(Root + "/", StringComparison.Ordinal) || path is Root;

    public Task HandleAsync(HttpContext context) => (context.Request.Method, context.Request.Path.Value![Root.Length..].TrimEnd('/')) switch
    {
        ("GET", "/health") => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json => WriteHealth(json)),
        ("GET", "/requests") => WriteListAsync(context, "requests", journal.Entries, WriteEntry),
        ("GET", "/requests/unmatched") => WriteListAsync(context, "requests", journal.Entries.Where(entry => entry.Case is null), (json, entry) => WriteRequest(json, entry.Request)),
        ("DELETE", "/requests") or ("POST", "/requests/reset") => ForgetAsync(context),
        ("GET", "/mappings") => WriteListAsync(context, "mappings", cases.All, WriteMapping),
        ("GET", "/scenarios") => WriteListAsync(context, "scenarios", cases.All, WriteState),
        ("POST", "/scenarios/reset") => RestartAsync(context),
        ("POST", "/reset") => ResetAsync(context),
        _ => JsonAnswer.WriteAsync(context, StatusCodes.Status404NotFound, json => WriteError(
            json, "Not served here: GET health, requests, requests/unmatched, mappings, scenarios; DELETE requests; POST requests/reset, scenarios/reset, reset.")),
    };

    private Task ForgetAsync(HttpContext context)
    {
        journal.Clear();

        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, WriteNothing);
    }

    private Task ResetAsync(HttpContext context)
    {
        journal.Clear();

        return settings.Judged ? JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, WriteNothing) : RestartAsync(context);
    }

    private Task RestartAsync(HttpContext context)
    {
        if (settings.Judged)
        {
            return JsonAnswer.WriteAsync(context, StatusCodes.Status409Conflict, json => WriteError(json, "A judge leads the turns of these scenarios."));
        }

        foreach (var playback in cases.All)
        {
            playback.BeginTurn(0);
        }

        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, WriteNothing);
    }

    private static Task WriteListAsync<T>(HttpContext context, string name, IEnumerable<T> entries, Action<Utf8JsonWriter, T> write) =>
        JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            var total = 0;
            json.WriteStartObject();
            json.WriteStartArray(name);
            foreach (var entry in entries)
            {
                write(json, entry);
                total++;
            }

            json.WriteEndArray();
            json.WriteStartObject("meta");
            json.WriteNumber("total", total);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    private static void WriteEntry(Utf8JsonWriter json, JournalEntry entry)
    {
        json.WriteStartObject();
        json.WritePropertyName("request");
        WriteRequest(json, entry.Request);
        json.WriteStartObject("responseDefinition");
        json.WriteNumber("status", entry.Status);
        json.WriteEndObject();
        json.WriteBoolean("wasMatched", entry.Case is not null);
        if (entry.Case is { } key)
        {
            json.WriteStartObject("stubMapping");
            json.WriteString("name", key);
            json.WriteEndObject();
        }

        if (entry.Exchange is { } exchange)
        {
            json.WriteNumber("exchange", exchange);
        }

        json.WriteEndObject();
    }

    private static void WriteRequest(Utf8JsonWriter json, ReceivedRequest request)
    {
        json.WriteStartObject();
        json.WriteString("method", request.Method);
        json.WriteString("url", request.Path);
        json.WriteStartObject("headers");
        foreach (var header in request.Headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            json.WriteString(header.Key, string.Join(", ", header.Select(value => value.Value)));
        }

        json.WriteEndObject();
        json.WriteString("body", Encoding.UTF8.GetString(request.Body.Span));
        json.WriteEndObject();
    }

    private static void WriteMapping(Utf8JsonWriter json, Playback playback)
    {
        json.WriteStartObject();
        json.WriteString("name", playback.Key);
        json.WriteString("title", playback.Scenario.Title);
        json.WriteString("file", playback.Scenario.Place.File);
        json.WriteStartObject("request");
        json.WriteString("method", "POST");
        json.WriteString("urlPathPattern", ".*/chat/completions");
        json.WriteStartArray("bodyPatterns");
        json.WriteStartObject();
        json.WriteStartObject("matchesJsonPath");
        json.WriteString("expression", "$.model");
        json.WriteString("equalTo", playback.Key);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, Playback playback)
    {
        var (turn, next) = playback.State;
        json.WriteStartObject();
        json.WriteString("name", playback.Key);
        json.WriteString("state", turn < 0 ? "not started" : $"turn {turn + 1}, exchange {next + 1}");
        json.WriteNumber("turns", playback.Scenario.Turns.Count);
        json.WriteEndObject();
    }

    private static void WriteHealth(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("status", "healthy");
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, string message)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteNothing(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteEndObject();
    }
}
