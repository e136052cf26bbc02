using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Expecting.Answers;
using Conformance.Expecting.Patterns;
using Conformance.Reading;
using Scenarios.Model;

namespace Conformance.Expecting.Outcomes;

/// <summary>Derives what a client must end up with from one outcome of a scenario. Pure.</summary>
internal static class ExpectedOutcomeReader
{
    private static readonly JsonElement Failed = JsonElement.Parse("\"failed\"");

    public static ExpectedOutcome Read(Outcome outcome)
    {
        var expected = new ExpectedOutcome { Place = outcome.Place };
        expected = outcome.Events is { } events ? OfEvents(expected, events) : expected;
        expected = outcome.Http is { } http ? OfHttp(expected, http, isAlone: outcome.Final is null && outcome.Events is null) : expected;
        return outcome.Final is { } final ? OfFinal(expected, final) : expected;
    }

    private static ExpectedOutcome OfEvents(ExpectedOutcome expected, IReadOnlyList<ExpectedEvent> events)
    {
        var terminal = events.FirstOrDefault(one => LifecycleEvents.IsTerminal(one.Type));
        var response = terminal?.Pattern ?? default;
        return expected with
        {
            Status = terminal is null ? null : JsonSerializer.SerializeToElement(terminal.Type["response.".Length..], JsonFormat.Relaxed),
            Reason = Given(response.Member("incomplete_details").Member("reason")),
            Cause = terminal?.Type == StreamGrammar.Failed ? CauseOf(response, status: null) : null,
            Items = EventListFolder.Fold(events),
            Usage = Given(response.Member("usage")),
            Responses = [.. events.Where(one => LifecycleEvents.Contains(one.Type)).Select(one => one.Pattern).OfType<JsonElement>()],
        };
    }

    private static ExpectedOutcome OfHttp(ExpectedOutcome expected, JsonElement http, bool isAlone)
    {
        if (http.Member("status").Integer() is >= 400 and var status)
        {
            return expected with { Status = Failed, Cause = CauseOf(http, (int)status), Http = http };
        }

        // Beside another expectation, a status of 200 only says that a stream began.
        var saysMore = http.Member("headers").IsPresent() || http.Member("body").IsPresent();
        return isAlone || saysMore ? expected with { Http = http } : expected;
    }

    private static ExpectedOutcome OfFinal(ExpectedOutcome expected, JsonElement final)
    {
        var items = final.Member("items");
        var list = items.IsArray() ? items.Elements().Select(Item).ToList() : null;
        return expected with
        {
            Status = Given(final.Member("status")) ?? expected.Status,
            Reason = Given(final.Member("incomplete")) ?? expected.Reason,
            Cause = final.Member("status").Text() == "failed" ? CauseOf(final, status: null) : expected.Cause,
            Text = Given(final.Member("text")),
            Refusal = Given(final.Member("refusal")),
            Reasoning = Given(final.Member("reasoning")),
            Calls = final.Member("calls").IsArray() ? [.. final.Member("calls").Elements().Select(Call)] : null,
            Items = list ?? expected.Items,
            MostItems = items.Integer() is { } count ? (int)count : null,
            Usage = Given(final.Member("usage")) ?? expected.Usage,
        };
    }

    private static ExpectedItem Item(JsonElement pattern) => pattern.Member("type").Text() is "function_call" or "custom_tool_call"
        ? Call(pattern)
        : new ExpectedItem
        {
            Type = pattern.Member("type").Text() ?? "",
            Text = PartText(pattern),
            IsWhole = pattern.Member("status").Text() is null or "completed",
            Patterns = [pattern],
        };

    private static ExpectedItem Call(JsonElement pattern) => new()
    {
        Type = pattern.Member("type").Text() ?? (pattern.Member("input").IsPresent() ? "custom_tool_call" : "function_call"),
        Name = Given(pattern.Member("name")),
        CallId = Given(pattern.Member("call_id")),
        Arguments = Given(pattern.Member(pattern.Member("type").Text() == "custom_tool_call" || !pattern.Member("arguments").IsPresent()
            ? "input"
            : "arguments")),
        IsWhole = pattern.Member("status").Text() is null or "completed",
        Patterns = [pattern],
    };

    private static JsonElement? PartText(JsonElement pattern)
    {
        var parts = pattern.Member("content").Elements().Concat(pattern.Member("summary").Elements()).ToList();
        return parts is [var only] && only.Member("text").IsPresent() ? only.Member("text") : null;
    }

    /// <summary>The cause that is named, else the one that an expected code means; with neither, any cause will do.</summary>
    private static FailureCause? CauseOf(JsonElement pattern, int? status)
    {
        if (FailureCauses.Parse(pattern.Member("cause").Text()) is { } named)
        {
            return named;
        }

        var error = pattern.Member("error").IsObject() ? pattern.Member("error") : pattern.Member("body").Member("error");
        var code = error.Member("code").Text();
        return code is [not '$', ..] || status is not null ? FailureCauses.Read(status, code is ['$', ..] ? default : error) : null;
    }

    private static JsonElement? Given(JsonElement pattern) => pattern.IsPresent() ? pattern : null;
}
