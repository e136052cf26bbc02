using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Scripting;

/// <summary>The content of a vendor's stream or body, as far as it does not depend on a policy.</summary>
/// <param name="Text">The text.</param>
/// <param name="Calls">The calls: name and arguments.</param>
/// <param name="Reason">The finish reason; <see langword="null"/> without one.</param>
/// <param name="Usage">The last usage.</param>
/// <param name="HasError">Whether an error came in its place.</param>
/// <param name="IsPlain">Whether every relay must make the same of it: no markup, no broken chunk, one choice.</param>
internal sealed record FoldedAnswer(
    string Text, IReadOnlyList<(string? Name, string Arguments)> Calls, string? Reason, JsonElement Usage, bool HasError, bool IsPlain)
{
    /// <summary>Folds an answer.</summary>
    public static FoldedAnswer Of(StreamReading reading) => reading.IsEventStream ? OfStream(reading) : OfBody(reading.Whole);

    private static FoldedAnswer OfStream(StreamReading reading)
    {
        var zero = reading.Deltas.Where(static delta => delta.Index is 0 or null).ToList();
        var text = string.Concat(zero.Select(static delta => delta.Delta.Member("content").Text()));
        var isPlain = !text.Contains('<', StringComparison.Ordinal)
            && zero.TrueForAll(static delta => !delta.Delta.Member("content").IsArray() && !delta.Message.IsPresent()
                && !delta.Delta.Member("function_call").IsPresent())
            && reading.Deltas.Count == zero.Count
            && reading.Events.All(static happened => happened.IsSentinel || happened.Json.IsObject())
            && reading.Calls.All(static call => call.Name is not null
                && VendorJson.Parse(call.Arguments) is { ValueKind: JsonValueKind.Object } arguments
                && ScenarioYaml.CanExpress(arguments))
            && zero.Count(static delta => delta.Reason is not null) == 1;
        return new FoldedAnswer(
            text,
            [.. reading.Calls.Select(static call => (call.Name, call.Arguments))],
            reading.Finish?.Reason,
            reading.Events.Select(static happened => happened.Json.Member("usage")).LastOrDefault(static usage => usage.IsObject()),
            reading.Events.Any(static happened => happened.IsError),
            isPlain);
    }

    private static FoldedAnswer OfBody(JsonElement body)
    {
        var choice = body.Member("choices").Element(0);
        var message = choice.Member("message");
        var calls = message.Member("tool_calls").Elements().Select(static call =>
            (call.Member("function").Member("name").Text(), call.Member("function").Member("arguments").Text() ?? "")).ToList();
        var text = message.Member("content").Text() ?? "";
        var isPlain = message.IsObject() && !message.Member("content").IsArray() && !text.Contains('<', StringComparison.Ordinal)
            && body.Member("choices").Elements().Count == 1
                && calls.TrueForAll(static call => call.Item1 is not null
                    && VendorJson.Parse(call.Item2) is { ValueKind: JsonValueKind.Object } arguments
                    && ScenarioYaml.CanExpress(arguments));
        return new FoldedAnswer(
            text, calls, choice.Member("finish_reason").Text(), body.Member("usage"), body.Member("error").HasValue(), isPlain);
    }
}
