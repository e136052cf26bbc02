using System.Globalization;
using System.Text.Json;
using Conformance.Expecting.Answers;
using Conformance.Expecting.Patterns;
using Conformance.Reading;
using Conformance.Turns;
using Scenarios.Model;

namespace Conformance.Expecting.Outcomes;

/// <summary>
/// An outcome as lines for people, the same for what was expected and for what came, so that the two can stand side by side.
/// </summary>
internal static class OutcomeText
{
    /// <summary>What the case expects a client to end up with.</summary>
    public static IReadOnlyList<string> DescribeExpected(Outcome outcome)
    {
        var expected = ExpectedOutcomeReader.Read(outcome);
        return
        [
            .. Line("status", Plain(expected.Status), Plain(expected.Reason), expected.Cause is { } cause
                ? FailureCauses.GetWord(cause)
                : null),
            .. (expected.Items ?? []).SelectMany(Item),
            .. Line("reasoning", Shown(expected.Reasoning)),
            .. Line("text", Shown(expected.Text)),
            .. Line("refusal", Shown(expected.Refusal)),
            .. (expected.Items is null ? expected.Calls ?? [] : []).SelectMany(Item),
            .. Line("usage", Shown(expected.Usage)),
            .. Line("http", Shown(expected.Http)),
        ];
    }

    /// <summary>What the client ended up with.</summary>
    public static IReadOnlyList<string> DescribeReceived(RecordedTurn turn) => OutcomeFolder.Fold(turn) is not { } received
        ? ["no answer"]
        :
        [
            .. Line("status", received.Status, received.Reason, received.Cause is { } cause
                ? FailureCauses.GetWord(cause)
                : null, received.Error),
            .. received.Items.SelectMany(Item),
            .. received.Usage.IsObject() ? Line("usage", JsonFormat.FormatShort(received.Usage)) : [],
            .. turn.Wire is null ? Line("http", turn.Answer.Status?.ToString(CultureInfo.InvariantCulture)) : [],
        ];

    private static IEnumerable<string> Item(ExpectedItem item) => item.IsCall
        ? Line(item.Type, Plain(item.Name), Plain(item.CallId), Plain(item.Arguments))
        : [
            .. Line(item.Type.Length == 0 ? "item" : item.Type, Shown(item.Text) ?? (item.Refusal is null ? "" : null)),
            .. Line("refusal", Shown(item.Refusal)),
        ];

    private static IEnumerable<string> Item(ReceivedItem item) => item.IsCall
        ? Line(item.Type, item.Json.Member("name").Text(), item.Json.Member("call_id").Text(), item.Json.Member("arguments").Text()
            ?? item.Json.Member("input").Text(), item.IsWhole ? null : "(incomplete)")
        : [
            .. Line(item.Type, item.Text.Length > 0 || item.Refusal.Length == 0 ? Quote(item.Text) : null),
            .. Line("refusal", item.Refusal.Length == 0 ? null : Quote(item.Refusal)),
        ];

    private static IEnumerable<string> Line(string name, params string?[] values)
    {
        var given = values.Where(value => value is not null).ToList();
        return given.Count == 0 ? [] : [$"{name}  {string.Join("  ", given)}".TrimEnd()];
    }

    // Without the quotes, as the received values of these members are shown.
    private static string? Plain(JsonElement? pattern) =>
        pattern is { ValueKind: JsonValueKind.String } text ? text.GetString() : Shown(pattern);

    private static string? Shown(JsonElement? pattern) => pattern is not { } given ? null : JsonFormat.FormatShort(given);

    private static string Quote(string text) => JsonFormat.FormatShort(JsonSerializer.Serialize(text, JsonFormat.Relaxed));
}
