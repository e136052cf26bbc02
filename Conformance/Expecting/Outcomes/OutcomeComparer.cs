using System.Globalization;
using System.Text.Json;
using Conformance.Expecting.Answers;
using Conformance.Expecting.Patterns;
using Conformance.Reading;
using Conformance.Results;
using Conformance.Turns;

namespace Conformance.Expecting.Outcomes;

/// <summary>
/// Compares what a client ended up with to what it must end up with, whichever of the equally right forms the relay chose
/// (docs/liberties.md). Pure.
/// </summary>
/// <param name="turn">What was recorded.</param>
/// <param name="matcher">Compares patterns and binds names.</param>
internal sealed class OutcomeComparer(RecordedTurn turn, PatternMatcher matcher)
{
    private readonly List<Finding> _findings = [];

    /// <summary>The differences; empty when the outcome is as expected.</summary>
    public IReadOnlyList<Finding> Compare(ExpectedOutcome expected)
    {
        if (OutcomeFolder.Fold(turn) is not { } received)
        {
            return [Difference(CheckIds.OutcomeStatus, "The relay gave no answer.", Shown(expected.Status)
                ?? "an answer", turn.Answer.EndDetail ?? "none", place: null)];
        }

        if (CompareEnd(expected, received))
        {
            CompareHttp(expected);
            CompareItems(expected, received);
            CompareJoined(expected, received);
            CompareUsage(expected, received);
            new NameBinder(matcher).Bind(expected, received);
        }

        return _findings;
    }

    /// <summary>Status, reason and cause. Whatever else is missing after another end follows from it.</summary>
    private bool CompareEnd(ExpectedOutcome expected, ReceivedOutcome received)
    {
        if (expected.Status is { } status && Mismatch(status, received.Status) is not null)
        {
            Add(
                CheckIds.OutcomeStatus,
                $"The response ends as {Ending(received)}; expected {Shown(status)}.",
                Shown(status),
                Describe(received),
                received.EndEvent);
            return false;
        }

        if (expected.Reason is { } reason && Mismatch(reason, received.Reason) is not null)
        {
            Add(
                CheckIds.OutcomeStatus,
                "The reason for the incomplete response differs from the expected one.",
                Shown(reason),
                received.Reason ?? "none",
                received.EndEvent);
        }

        if (expected.Cause is { } cause && received.Status == "failed"
            && !FailureCauses.Accepts(cause, received.Cause ?? FailureCause.Other, IsClientsMistake))
        {
            Add(
                CheckIds.OutcomeCause,
                $"The cause of the failure is {Words(received.Cause ?? FailureCause.Other)}; expected {Words(cause)}.",
                Words(cause),
                Describe(received),
                received.EndEvent);
        }

        return true;
    }

    private void CompareHttp(ExpectedOutcome expected)
    {
        if (expected.Http is not { } http)
        {
            return;
        }

        var isError = http.Member("status").Integer() >= 400;
        var isSameForm = turn.Answer.Status >= 400 == isError;
        if (isSameForm && matcher.Compare(HttpLiberties.CreatePattern(http, isError), HttpView.Create(turn.Answer)) is { } mismatch)
        {
            Add(
                CheckIds.HttpAnswer,
                $"The HTTP answer differs in {mismatch.Path}.",
                $"{mismatch.Path} = {mismatch.Expected}",
                $"{mismatch.Path} = {mismatch.Received}",
                place: null);
        }
        else if (!isSameForm && !isError)
        {
            Add(CheckIds.HttpAnswer, "The HTTP answer is an error.", Shown(http), $"HTTP {turn.Answer.Status}", place: null);
        }
    }

    private void CompareItems(ExpectedOutcome expected, ReceivedOutcome received)
    {
        if (expected.Items is not { } items || turn.IsTail)
        {
            return;
        }

        CompareReasoning(Joined(items.Where(item => item.IsReasoning)), received);
        var sequence = ItemSequence.Create(items, received.Items);
        if (received.Status == "failed" || expected.Status is null)
        {
            ComparePartial(sequence);
            return;
        }

        if (sequence.Received.Count < sequence.Expected.Count && sequence.Expected[^1] is { IsCall: true, IsWhole: false })
        {
            sequence = sequence.WithoutLast();
        }

        if (!sequence.HasSameTypes)
        {
            Add(
                CheckIds.OutcomeItems,
                "The items differ in number or order.",
                sequence.ExpectedTypes,
                sequence.ReceivedTypes,
                received.EndEvent);
            return;
        }

        for (var index = 0; index < sequence.Expected.Count; index++)
        {
            CompareItem(sequence.Expected[index], sequence.Received[index]);
        }
    }

    /// <summary>
    /// What came before a failure, or before the client left: nothing that was never sent, and no call that was never complete.
    /// </summary>
    private void ComparePartial(ItemSequence sequence)
    {
        var text = string.Concat(sequence.Expected.Where(item => item.IsMessage).Select(item => item.Text?.Text() ?? ""));
        var isKnown = sequence.Expected.Where(item => item.IsMessage).All(item => item.Text is null or { ValueKind: JsonValueKind.String });
        var received = string.Concat(sequence.Received.Where(item => item.IsMessage).Select(item => item.Text));
        if (isKnown && text.Length > 0 && !text.StartsWith(received, StringComparison.Ordinal))
        {
            Add(
                CheckIds.OutcomeText,
                "The text before the failure differs from the upstream's text.",
                Quote(text),
                Quote(received),
                sequence.Received.FirstOrDefault(item => item.IsMessage)?.Event);
        }

        var calls = sequence.Expected.Where(item => item is { IsCall: true, IsWhole: true }).ToList();
        foreach (var call in sequence.Received.Where(item => item is { IsCall: true, IsWhole: true }))
        {
            if (!calls.Exists(one => CallMismatch(one, call) is null))
            {
                Add(
                    CheckIds.OutcomeCalls,
                    "A call is returned as complete, although the upstream's answer was cut off.",
                    "no such call",
                    Describe(call),
                    call.Event);
            }
        }
    }

    private void CompareItem(ExpectedItem expected, ReceivedItem received)
    {
        if (expected.IsCall)
        {
            if (CallMismatch(expected, received) is { } mismatch)
            {
                Add(
                    CheckIds.OutcomeCalls,
                    $"A call's {mismatch.Path} differs.",
                    mismatch.Expected,
                    mismatch.Received,
                    received.Event,
                    mismatch.Path);
            }

            return;
        }

        CompareText(expected.Text, expected.Refusal, received);
        foreach (var annotation in expected.Annotations)
        {
            CompareAnnotation(annotation, received);
        }

        if (!expected.IsMessage)
        {
            CompareOther(expected, received);
        }
    }

    /// <summary>A refusal may be told as a refusal or as text.</summary>
    private void CompareText(JsonElement? text, JsonElement? refusal, ReceivedItem received)
    {
        if (text is { } wanted && Mismatch(wanted, received.Text) is { } mismatch)
        {
            Add(CheckIds.OutcomeText, "The text differs.", mismatch.Expected, mismatch.Received, received.Event);
        }

        if (refusal is { } refused && Mismatch(refused, received.Refusal) is not null && Mismatch(refused, received.Text) is not null)
        {
            Add(CheckIds.OutcomeRefusal, "The refusal differs.", Shown(refused), Quote(received.Refusal), received.Event);
        }
    }

    private void CompareAnnotation(JsonElement annotation, ReceivedItem received)
    {
        var there = received.Json.Member("content").Elements().SelectMany(part => part.Member("annotations").Elements()).ToList();
        if (!there.Exists(one => new PatternMatcher(matcher.Bindings, turn.Model).Compare(annotation, one) is null))
        {
            Add(CheckIds.OutcomeAnnotations, "An annotation is missing from the finished message.", Shown(annotation), there.Count == 0
                ? "none"
                : JsonFormat.FormatShort(there[0]), received.Event);
        }
    }

    /// <summary>Items of hosted tools have members of their own; what the case names must be there.</summary>
    private void CompareOther(ExpectedItem expected, ReceivedItem received)
    {
        foreach (var pattern in expected.Patterns)
        {
            if (matcher.Compare(pattern, received.Json) is { } mismatch && mismatch.Path is not ("status" or "id"))
            {
                Add(
                    CheckIds.OutcomeItems,
                    $"An item of type {received.Type} differs in {mismatch.Path}.",
                    mismatch.Expected,
                    mismatch.Received,
                    received.Event,
                    mismatch.Path);
            }
        }
    }

    private void CompareJoined(ExpectedOutcome expected, ReceivedOutcome received)
    {
        var isPartial = received.Status == "failed";
        if (expected.Text is { } text && Mismatch(text, received.Text) is { } mismatch
            && !(isPartial && text.Text()?.StartsWith(received.Text, StringComparison.Ordinal) == true))
        {
            Add(CheckIds.OutcomeText, "The text differs.", mismatch.Expected, mismatch.Received, received.EndEvent);
        }

        if (expected.Refusal is { } refusal && Mismatch(refusal, received.Refusal) is not null
            && Mismatch(refusal, received.Text) is not null)
        {
            Add(CheckIds.OutcomeRefusal, "The refusal differs.", Shown(refusal), Quote(received.Refusal), received.EndEvent);
        }

        CompareReasoning(expected.Reasoning, received);
        CompareCalls(expected, received, isPartial);
        var visible = received.Items.Count(item => !item.IsReasoning);
        if (expected.MostItems is { } most && visible > most)
        {
            Add(
                CheckIds.OutcomeItems,
                "There are more items than expected.",
                most.ToString(CultureInfo.InvariantCulture),
                visible.ToString(CultureInfo.InvariantCulture),
                received.EndEvent);
        }
    }

    private void CompareCalls(ExpectedOutcome expected, ReceivedOutcome received, bool isPartial)
    {
        if (expected.Calls is not { } calls)
        {
            return;
        }

        var there = received.Items.Where(item => item.IsCall && (item.IsWhole || !isPartial)).ToList();
        if (calls is [.., { IsWhole: false }] && there.Count == calls.Count - 1)
        {
            calls = [.. calls.SkipLast(1)];
        }

        if (there.Count != calls.Count && !(isPartial && there.Count < calls.Count))
        {
            Add(
                CheckIds.OutcomeCalls,
                "The number of calls differs.",
                $"{calls.Count}: {string.Join(", ", calls.Select(call => Shown(call.Name) ?? "a call"))}",
                $"{there.Count}: {string.Join(", ", there.Select(Describe))}",
                received.EndEvent);
            return;
        }

        for (var index = 0; index < there.Count; index++)
        {
            if (CallMismatch(calls[index], there[index]) is { } mismatch)
            {
                Add(
                    CheckIds.OutcomeCalls,
                    $"Call {index + 1} differs in {mismatch.Path}.",
                    mismatch.Expected,
                    mismatch.Received,
                    there[index].Event,
                    mismatch.Path);
            }
        }
    }

    /// <summary>Reasoning may be shown as summary, as text, or not at all; what is shown must be the upstream's.</summary>
    private void CompareReasoning(JsonElement? expected, ReceivedOutcome received)
    {
        if (expected is { } wanted && !string.IsNullOrWhiteSpace(received.Reasoning)
            && Mismatch(wanted, received.Reasoning) is { } mismatch)
        {
            Add(
                CheckIds.OutcomeReasoning,
                "The reasoning differs.",
                mismatch.Expected,
                mismatch.Received,
                received.Items.FirstOrDefault(item => item.IsReasoning)?.Event);
        }
    }

    private void CompareUsage(ExpectedOutcome expected, ReceivedOutcome received)
    {
        if (expected.Usage is not { ValueKind: JsonValueKind.Object } usage || received.Status == "failed" || !UpstreamSentUsage)
        {
            return;
        }

        if (matcher.Compare(UsageLiberties.CreatePattern(usage), received.Usage.IsPresent() ? received.Usage : null) is { } mismatch)
        {
            Add(
                CheckIds.OutcomeUsage,
                $"The usage differs in {(mismatch.Path.Length == 0 ? "its presence" : mismatch.Path)}.",
                mismatch.Expected,
                mismatch.Received,
                received.EndEvent,
                mismatch.Path);
        }
    }

    private Mismatch? CallMismatch(ExpectedItem expected, ReceivedItem received)
    {
        var value = received.Json.Member(received.Type == "custom_tool_call" ? "input" : "arguments");
        if (expected.Type.Length > 0 && expected.Type != received.Type)
        {
            return new Mismatch("type", expected.Type, received.Type);
        }

        return MemberMismatch(expected.Name, received.Json.Member("name"), "name")
            ?? MemberMismatch(expected.CallId, received.Json.Member("call_id"), "call_id")
            ?? (expected.Arguments is { } arguments && !SameJson(arguments, value) ? MemberMismatch(arguments, value, "arguments") : null);
    }

    private Mismatch? MemberMismatch(JsonElement? pattern, JsonElement value, string name) =>
        pattern is { } wanted ? matcher.Compare(wanted, value.IsPresent() ? value : null, name) : null;

    /// <summary>Arguments are compared as JSON: a relay may write the same object with other white space.</summary>
    private static bool SameJson(JsonElement pattern, JsonElement value)
    {
        try
        {
            return pattern.Text() is { } left && value.Text() is { } right && JsonElement.Parse(left).Same(JsonElement.Parse(right));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private Mismatch? Mismatch(JsonElement pattern, string? value) =>
        matcher.Compare(pattern, value is null ? null : JsonSerializer.SerializeToElement(value, JsonFormat.Relaxed));

    private static JsonElement? Joined(IEnumerable<ExpectedItem> items)
    {
        var all = items.ToList();
        return all.Count > 0 && all.TrueForAll(item => item.Text is { ValueKind: JsonValueKind.String })
            ? JsonSerializer.SerializeToElement(string.Concat(all.Select(item => item.Text!.Value.Text())), JsonFormat.Relaxed)
            : null;
    }

    private bool IsClientsMistake => turn.Turn.Upstream.Count == 0;

    private bool UpstreamSentUsage =>
        turn.Upstream.Exchanges.Any(exchange => exchange.Writes.Any(write => write.Bytes.Span.IndexOf("_tokens\""u8) >= 0));

    private string Describe(ReceivedOutcome received) =>
        received.Error is { Length: > 0 } error ? $"{received.Status} ({error})" : Ending(received);

    private string Ending(ReceivedOutcome received) => received.Status == "none"
        ? turn.Answer.End == Recording.StreamEnd.TimedOut ? "unfinished at the timeout" : "unfinished, without a terminal event"
        : received.Status;

    private static string Describe(ReceivedItem call)
    {
        var input = call.Json.Member("arguments").Text() ?? call.Json.Member("input").Text() ?? "";
        return $"{call.Json.Member("name").Text()} {JsonFormat.FormatShort(input)}".TrimEnd();
    }

    private static string Words(FailureCause cause) => FailureCauses.GetWord(cause).Replace('_', ' ');

    private static string Quote(string text) => JsonFormat.FormatShort(JsonSerializer.Serialize(text, JsonFormat.Relaxed));

    private static string? Shown(JsonElement? pattern) => pattern is { } given ? given.Text() ?? JsonFormat.FormatShort(given) : null;

    private void Add(string check, string message, string? expected, string? received, int? place, string? member = null) =>
        _findings.Add(Difference(check, message, expected, received, place) with { Member = member });

    private Finding Difference(string check, string message, string? expected, string? received, int? place) => new()
    {
        Check = check,
        Severity = Severity.Error,
        Message = message,
        Expected = expected,
        Received = received,
        Event = place,
        Offset = place is { } index ? turn.Wire?.Events.FirstOrDefault(one => one.Index == index)?.Offset : null,
    };
}
