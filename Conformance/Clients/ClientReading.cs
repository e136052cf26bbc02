using System.Globalization;
using System.Text.Json;
using Conformance.Clients.Views;

namespace Conformance.Clients;

/// <summary>Compares a client's result for an answer with its result for the same content in the form that suits it best.</summary>
/// <param name="info">The client.</param>
/// <param name="content">The content of the answer.</param>
/// <param name="whole">The client's result for that content in the best form.</param>
/// <param name="actual">The client's result for the received answer.</param>
internal sealed class ClientReading(ClientInfo info, AnswerContent content, ClientView whole, ClientView actual)
{
    private const int LongestQuote = 160;
    private const string Waiting = "It waits: the relay neither goes on nor closes the connection.";

    /// <summary>Returns the loss, a sentence about it, and whether any relay's answer would cause the same loss.</summary>
    public (Impact Impact, string Says, bool Inherent) Judge() =>
        content.IsFailure ? JudgeFailure()
        // A form in which the client loses less than in the best form is not a loss.
        : whole.Failure is not null && actual is { Failure: null, Waits: false } ? (Impact.None, "", false)
        : WhyBroken() is { } broken ? (Impact.Breaks, broken, false)
        : WhatIsLost() is { } lost ? (Impact.Loses, lost, false)
        : ByNature() is { } nature ? (Impact.Loses, nature, true)
        : (Impact.None, "", false);

    private (Impact Impact, string Says, bool Inherent) JudgeFailure() =>
        actual.Failure is not { } failure ? (Impact.Breaks, actual.Waits ? Waiting : DescribeUnnoticedFailure(), false)
        : actual.Waits && !whole.Waits ? (Impact.Breaks, Waiting, false)
        : IsTold(failure) ? (Impact.None, "", false)
        : (Impact.Loses, $"{FormatSentence(failure)} (the failure's own message is lost)", false);

    private string DescribeUnnoticedFailure() =>
        content.Trouble.Length == 0
            ? "It does not notice that the answer failed"
            : $"It does not notice that the answer failed: {Quote(content.Trouble)}";

    /// <summary>
    /// Returns whether a failure reaches the user. A client may replace a code by its own words, and one that shows the whole body shows
    /// the message inside it.
    /// </summary>
    private bool IsTold(ClientFailure failure) =>
        failure.Message.Contains(content.Trouble, StringComparison.Ordinal)
        || failure.Message.Contains(
            JsonEncodedText.Encode(content.Trouble, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(),
            StringComparison.Ordinal)
        || failure == whole.Failure;

    private string? WhyBroken() =>
        actual.Failure is { } failure && (whole.Failure is null || content.Status is null) ? DescribeFailure(failure)
        : actual.Waits && !whole.Waits ? Waiting
        : actual.Failure is not null ? null
        : actual.Text != whole.Text ? DescribeMissing("the text", actual.Text, whole.Text)
        : WrongCalls()
        ?? (actual.Calls.FirstOrDefault(static call => string.IsNullOrEmpty(call.Id)) is { } orphan
            ? $"It cannot send the result of the call '{Quote(orphan.Name)}' back, because the call has no id."
            : null);

    private string? WrongCalls()
    {
        if (actual.Calls.Count != whole.Calls.Count)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"It runs {actual.Calls.Count} of {FormatPlural(whole.Calls.Count, "call")}.");
        }

        var wrong = actual.Calls.Zip(whole.Calls)
            .FirstOrDefault(static pair => (pair.First.Name, pair.First.Arguments) != (pair.Second.Name, pair.Second.Arguments));
        return wrong.First is null ? null
            : wrong.First.Name != wrong.Second.Name
                ? $"It runs the call '{Quote(wrong.First.Name)}' instead of '{Quote(wrong.Second.Name)}'."
            : wrong.First.Arguments.Length == 0 ? $"It runs the call '{Quote(wrong.Second.Name)}' without its arguments."
            : $"It runs the call '{Quote(wrong.Second.Name)}' with other arguments: {Quote(wrong.First.Arguments)}";
    }

    private string? WhatIsLost() =>
        actual.Failure is not null ? null
        : actual.StreamedText is not null && actual.StreamedText != whole.StreamedText
            ? DescribeMissing("the text while the answer streams", actual.StreamedText, whole.StreamedText ?? "")
        : LostReasoning() ?? LostEnding() ?? LostUsage() ?? LostItems();

    private string? LostEnding() => actual.StopReason == whole.StopReason
        ? null
        : $"It takes the answer for {DescribeEnding(actual.StopReason)} instead of {DescribeEnding(whole.StopReason)}.";

    private string? LostUsage() =>
        info.UsageIsOptional ? null
        : whole.Usage is not null && actual.Usage is null ? "It counts no tokens."
        : whole.Usage?.Cached is not null && actual.Usage?.Cached is null ? "It does not find the details of the usage."
        : null;

    private string? LostItems() => actual.Items.Count >= whole.Items.Count
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"It stores {actual.Items.Count} of {FormatPlural(whole.Items.Count, "item")} for the next turn.");

    private string? LostReasoning()
    {
        var summary = string.Concat(content.Items.Select(static item => item.Summary));
        var text = string.Concat(content.Items.Select(static item => item.ReasoningText));
        return actual.Reasoning == whole.Reasoning
            || (actual.Reasoning.Length > 0 && (actual.Reasoning == summary || actual.Reasoning == text)) ? null
            : actual.Reasoning.Length > 0 && actual.Reasoning.Length == summary.Length + text.Length ? "It shows the reasoning twice."
            : DescribeMissing("the reasoning", actual.Reasoning, whole.Reasoning);
    }

    /// <summary>Returns the loss that this client has with such an answer in any form.</summary>
    private string? ByNature()
    {
        if (actual.Failure is { } failure)
        {
            var showsRefusal = content.Refusal.Length > 0 && failure.Message.Contains(content.Refusal, StringComparison.Ordinal);
            return showsRefusal ? null : DescribeFailure(failure);
        }

        var calls = content.Items.Count(static item => item.IsCall);
        if (whole.Calls.Count < calls)
        {
            return string.Create(CultureInfo.InvariantCulture, $"It runs {whole.Calls.Count} of {FormatPlural(calls, "call")}.");
        }

        return content.Status == "incomplete" && actual.StopReason is null ? "It does not learn that the answer is incomplete."
            : content.Refusal.Length > 0 && !ShowsRefusal() ? "It shows nothing of the refusal."
            : null;
    }

    private bool ShowsRefusal() =>
        actual.Text.Contains(content.Refusal, StringComparison.Ordinal)
        || actual.Items.Any(static item => item.GetRawText().Contains("\"refusal\"", StringComparison.Ordinal));

    private string DescribeFailure(ClientFailure failure) => FormatSentence(failure) + (actual.Retries ? " (and it asks again)" : "");

    private static string DescribeMissing(string what, string there, string whole) =>
        there.Length == 0 ? $"It shows nothing of {what}."
        : there.Length < whole.Length
            ? string.Create(
                CultureInfo.InvariantCulture, $"It shows {there.Length} of {FormatPlural(whole.Length, "character")} of {what}.")
        : $"It does not show {what} as sent: {Quote(there)}";

    private static string DescribeEnding(string? reason) => reason is null ? "one that ended for an unknown reason" : $"'{reason}'";

    private static string FormatSentence(ClientFailure failure) =>
        failure.Message.Length == 0 ? failure.Type : $"{failure.Type}: {Quote(failure.Message)}";

    private static string FormatPlural(int count, string word) =>
        count == 1 ? $"1 {word}" : string.Create(CultureInfo.InvariantCulture, $"{count} {word}s");

    private static string Quote(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var cut = line.Length > LongestQuote && char.IsHighSurrogate(line[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        return line.Length <= LongestQuote ? line : line[..cut] + "…";
    }
}
