using F23.StringSimilarity;
using MockUpstream.Compiling;
using MockUpstream.Contract;
using MockUpstream.Json;
using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>
/// The answers to requests the mock has no scenario for: 404, or 400, 408 and 413 for a request that cannot be read. SDKs silently repeat
/// some of these unless <c>x-should-retry</c> forbids it.
/// </summary>
internal static class Refusals
{
    private const int BadRequestStatus = 400;
    private const int NotFound = 404;
    private const int RequestTimeout = 408;
    private const int LongestModelCompared = 200;

    private static readonly OptimalStringAlignment Edits = new();

    /// <summary>Returns the answer to a request that matches no case. The message names the nearest case and the missing sign.</summary>
    public static ExchangeAnswer NoScenarioMatched(ChatRequestSummary request, IEnumerable<string> keys)
    {
        var model = Shorten(request.Model ?? "");
        var nearest = keys.MinBy(key => Edits.Distance(model, key));
        var was = request.Model is null ? "the request has no model" : $"model was '{model}'";

        return Create("no_scenario_matched", nearest is null
            ? $"No scenario matched: {was}, and no case is registered."
            : $"No scenario matched: {was}, case '{nearest}' requires '{nearest}' (as the model, as the bearer key, or as [{nearest}] in "
                + "the last user message).");
    }

    /// <summary>Returns the case was matched, but its turn has no answer left.</summary>
    public static ExchangeAnswer NoExchangeLeft(string key, int turn, int exchanges, SourcePlace place) =>
        Create("no_exchange_left", turn < 0
        ? $"Case '{key}' ({place.File}) is not in a turn, so no request is expected now."
        : $"Case '{key}' ({place.File}) has no exchange left in turn {turn + 1}: it has {exchanges}, and this is an additional request.");

    /// <summary>Returns the answer to a method and path that are not served.</summary>
    public static ExchangeAnswer UnknownPath(string method, string path) => Create(
        "unknown_url", $"{method} {path} is not served. This upstream serves POST …/chat/completions, GET …/models and /__admin.");

    /// <summary>Returns the body could not be read.</summary>
    public static ExchangeAnswer BadRequest(int status, string message) => Create("bad_request", message, status);

    /// <summary>Returns the body of a chat request is not JSON.</summary>
    public static ExchangeAnswer NotJson(int length) => Create("invalid_json", length == 0
        ? "The request has no body. A chat completion request requires a JSON object."
        : $"The request's body of {length} bytes is not JSON. It must be UTF-8 without a byte order mark and without content-encoding.",
        BadRequestStatus);

    /// <summary>Returns the request did not arrive in time.</summary>
    public static ExchangeAnswer TooSlow(TimeSpan limit) =>
        Create("request_timeout", $"The request's body did not arrive within {limit.TotalSeconds:0.###} s.", RequestTimeout);

    private static ExchangeAnswer Create(string code, string message, int status = NotFound)
    {
        var body = CompactJson.Write(json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("message", message);
            json.WriteString("type", "invalid_request_error");
            json.WriteNull("param");
            json.WriteString("code", code);
            json.WriteEndObject();
            json.WriteEndObject();
        });

        return AnswerMaker.MakeWhole(exchange: null, status, [
            new("content-type", "application/json"),
            new("x-should-retry", "false"),
            new("content-length", body.Length.ToString()),
        ], body, TimeSpan.Zero, place: default);
    }

    private static string Shorten(string model) => model.Length <= LongestModelCompared ? model : model[..LongestModelCompared];
}
