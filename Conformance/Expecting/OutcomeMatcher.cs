using System.Text.Json;
using System.Text.Json.Nodes;
using Conformance.Expecting.Answers;
using Conformance.Expecting.Patterns;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;
using Scenarios.Model;

namespace Conformance.Expecting;

/// <summary>Holds what was recorded against one outcome: its HTTP answer, its events, its final response.</summary>
internal static class OutcomeMatcher
{
    /// <summary>The divergences; empty when the outcome holds.</summary>
    public static IReadOnlyList<Finding> Compare(RecordedTurn turn, Outcome outcome, PatternMatcher matcher)
    {
        var findings = new List<Finding>();
        if (outcome.Http is { } http && matcher.Compare(http, HttpView.Create(turn.Answer)) is { } answer)
        {
            findings.Add(Divergence("http-answer", $"The HTTP answer differs from the expected one at {answer.Path}.", answer));
        }

        if (outcome.Events is { } events && CompareEvents(turn, events, matcher) is { } divergence)
        {
            findings.Add(divergence);
        }

        if (outcome.Final is { } final && CompareFinal(turn, final, matcher) is { } last)
        {
            findings.Add(last);
        }

        return findings;
    }

    private static Finding? CompareEvents(RecordedTurn turn, IReadOnlyList<ExpectedEvent> events, PatternMatcher matcher) =>
        turn.Wire is { } wire
            ? new EventListMatcher(matcher).Compare(events, wire.Events)
            : Divergence(
                "event-order",
                "Expected an event stream, but the answer is not one.",
                new Mismatch("", "an event stream", Describe(turn.Answer)));

    private static Finding? CompareFinal(RecordedTurn turn, JsonElement pattern, PatternMatcher matcher)
    {
        var view = FinalView.TryCreate(turn);
        var mismatch = view is null
            ? new Mismatch("", $"a final response {JsonFormat.FormatShort(pattern)}", Describe(turn.Answer))
            : matcher.Compare(pattern, CountItemsWhereAsked(pattern, view.Value));

        return mismatch is null
            ? null
            : Divergence("final-response", mismatch.Path.Length == 0
                ? "There is no final response."
                : $"The final response differs from the expected one at {mismatch.Path}.", mismatch);
    }

    /// <summary><c>items: 2</c> counts them; a list of patterns looks at each.</summary>
    private static JsonElement CountItemsWhereAsked(JsonElement pattern, JsonElement view)
    {
        if (pattern.ValueKind != JsonValueKind.Object || !pattern.TryGetProperty("items", out var items)
            || items.ValueKind != JsonValueKind.Number)
        {
            return view;
        }

        var counted = JsonObject.Create(view)!;
        counted["items"] = view.TryGetProperty("items", out var there) && there.ValueKind == JsonValueKind.Array
            ? there.GetArrayLength()
            : 0;
        return JsonSerializer.SerializeToElement(counted, JsonFormat.Relaxed);
    }

    private static string Describe(RecordedStream answer) => answer switch
    {
        { End: StreamEnd.NoAnswer } => $"no answer ({answer.EndDetail})",
        { Status: { } status, Body.Length: 0 } => $"HTTP {status} with an empty body",
        { Status: { } status } => $"HTTP {status}  {JsonFormat.FormatShort(System.Text.Encoding.UTF8.GetString(answer.Body.Span))}",
        _ => "no answer",
    };

    private static Finding Divergence(string check, string message, Mismatch mismatch) => new()
    {
        Check = check,
        Severity = Severity.Error,
        Message = message,
        Expected = mismatch.Path.Length == 0 ? mismatch.Expected : $"{mismatch.Path} = {mismatch.Expected}",
        Received = mismatch.Path.Length == 0 ? mismatch.Received : $"{mismatch.Path} = {mismatch.Received}",
    };
}
