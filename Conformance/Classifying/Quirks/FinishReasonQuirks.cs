using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds finish reasons that are empty, early, unusual or in other words.</summary>
internal sealed class FinishReasonQuirks : IQuirkDetector
{
    private static readonly string[] Usual = ["stop", "tool_calls", "function_call", "length", "content_filter"];
    private static readonly string[] Further = ["native_finish_reason", "stop_reason", "stop_sequence", "matched_stop"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q83", "Q84", "Q93", "Q94", "Q95", "Q96", "Q97", "Q98"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        foreach (var reason in reading.Whole.Member("choices").Elements().Select(static choice => choice.Member("finish_reason").Text()))
        {
            if (reason is "length" or "content_filter")
            {
                yield return new QuirkSighting(reason is "length" ? "Q93" : "Q94", 0, $"the finish reason is {reason}");
            }
        }

        foreach (var delta in reading.Deltas)
        {
            if (delta.Choice.Member("finish_reason").Text() is "")
            {
                yield return new QuirkSighting("Q84", delta.Offset, "finish_reason is empty");
            }

            if (delta.Choice.Member("finishReason").IsPresent())
            {
                yield return new QuirkSighting("Q96", delta.Offset, "the key is finishReason");
            }

            if (Further.FirstOrDefault(name => delta.Choice.Member(name).IsPresent()) is { } further)
            {
                yield return new QuirkSighting("Q98", delta.Offset, $"a choice has {further}");
            }

            var quirk = delta.Reason switch
            {
                null => null,
                "length" => "Q93",
                "content_filter" => "Q94",
                "stop" when reading.Calls.Count > 0 => "Q83",
                var reason => Usual.Contains(reason) ? null : "Q95",
            };
            if (quirk is not null)
            {
                yield return new QuirkSighting(quirk, delta.Offset, $"finish_reason is {delta.Reason}");
            }
        }

        if (reading.Deltas is [{ Reason: not null } first, { } second, ..] && (second.HasText || second.CallElements.Count > 0))
        {
            yield return new QuirkSighting("Q97", first.Offset, "the first chunk has a finish reason");
        }
    }
}
