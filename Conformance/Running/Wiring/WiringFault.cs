using System.Globalization;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Relays;
using MockUpstream.Contract;

namespace Conformance.Running.Wiring;

/// <summary>Describes in one sentence why a relay does not reach the mock, and how to fix that.</summary>
/// <param name="target">How the relay was given.</param>
/// <param name="endpoint">The address that was asked.</param>
/// <param name="mock">The address of the mock.</param>
/// <param name="access">How the relay was addressed.</param>
/// <param name="model">The model the client named.</param>
/// <param name="timeout">How long the answer might take.</param>
internal sealed class WiringFault(RelayTarget target, Uri endpoint, Uri mock, RelayAccess access, string model, TimeSpan timeout)
{
    /// <summary>Returns the sentence for a run in which every case was turned away.</summary>
    public static string RefusedEverywhere(Refusal refusal, int cases) =>
        $"The relay returned {Status(refusal.Status, refusal.Message)} in all {cases.ToString(CultureInfo.InvariantCulture)} cases, "
            + $"and nothing reached the mock upstream: {Demand(refusal.Status, refusal.Message, keyGiven: false)}";

    /// <summary>Returns the sentence for an answer of the preflight after which nothing had matched at the mock.</summary>
    /// <param name="answer">The relay's answer.</param>
    /// <param name="strays">Requests that reached the mock under a path it does not serve.</param>
    public string Explain(RecordedStream answer, IReadOnlyList<ReceivedRequest> strays)
    {
        var seen = Seen(answer);
        if (answer.Status is >= 300 and < 400)
        {
            return $"{seen}, which redirects to {Location(answer)}: {Redirected()}";
        }

        if (strays.Count > 0)
        {
            return $"{seen}; the mock upstream at {mock} received {strays[^1].Method} {Secrets.Mask(strays[^1].Path)} but serves only "
                + $"POST …/chat/completions: configure the relay to translate to Chat Completions, with {mock} as the base URL of its "
                + $"upstream.";
        }

        var message = RelayErrorText.TryRead(answer);
        if (answer.Status is >= 400 and < 500 && SpeaksOfTheModel(answer, message))
        {
            return $"{seen}: the relay does not know the model '{model}'; give one that it supports with --model-map NAME=UPSTREAM_NAME.";
        }

        return answer.Status is 401 or 403 or 404 or 405
            ? $"{seen}: {Demand(answer.Status.Value, message, access.ApiKey is not null)}"
            : $"{seen}, and nothing reached the mock upstream at {mock}: {Repoint()}";
    }

    private static string Demand(int status, string? message, bool keyGiven) => status switch
    {
        401 or 403 when keyGiven => "the relay rejects the API key that was given with --api-key, or in RELAYCONF_API_KEY.",
        401 or 403 =>
            "the relay requires credentials; give its API key with --api-key, or in the variable RELAYCONF_API_KEY, "
                + "or give another header with --header 'Name: value'.",
        _ => "give the path of the relay's responses endpoint with --path.",
    };

    private string Seen(RecordedStream answer)
    {
        var asked = $"POST {Secrets.Mask(endpoint.GetLeftPart(UriPartial.Path))}";
        return answer switch
        {
            { End: StreamEnd.NoAnswer } => $"{asked} received no answer ({Secrets.Mask(answer.EndDetail ?? "the connection was closed")})",
            { End: StreamEnd.TimedOut, Status: null } => $"{asked} received no answer within {TimeoutWords.FormatBound(timeout)}",
            { Status: { } status } => $"{asked} returned {Status(status, RelayErrorText.TryRead(answer))}",
            _ => $"{asked} received no answer",
        };
    }

    private static string Status(int status, string? message) =>
        status.ToString(CultureInfo.InvariantCulture) + (message is null ? "" : $" (\"{message.TrimEnd('.')}\")");

    private string Location(RecordedStream answer) =>
        answer.GetHeader("location") is { Length: > 0 } location && Uri.TryCreate(endpoint, location, out var resolved)
            ? Secrets.Mask(resolved.GetLeftPart(UriPartial.Path))
            : "no address";

    private string Redirected() => target is UrlTarget
        ? "give the address that it redirects to with --url."
        : "give the path that it redirects to with --path.";

    private string Repoint() => target is CommandTarget
        ? "start the relay with that address as its upstream's base URL ({UPSTREAM_URL} in --command stands for it)."
        : "set the relay's upstream base URL to that address (--mock-port changes its port).";

    /// <summary>Whether the relay refuses the name of the model. A path that does not exist is a 404, too, and names no model.</summary>
    private bool SpeaksOfTheModel(RecordedStream answer, string? message) =>
        message is not null
        && (message.Contains(model, StringComparison.Ordinal)
            || (message.Contains("model", StringComparison.OrdinalIgnoreCase) && answer.Status is not (401 or 403)));
}
