using Conformance.Checking.Walking;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>The numbers of the events.</summary>
internal sealed class SequenceGap : StreamRule
{
    public override CheckInfo Info { get; } = new(
        "sequence-gap",
        "V04",
        Severity.Error,
        "`sequence_number` is an integer that increases with each event. A sequence that does not start at 0 or skips a number is a "
            + "warning.",
        "OpenAI's types require it, and clients that resume a stream (`starting_after`) rely on its order; LiteLLM starts at 1, llama.cpp "
            + "sends none.");

    protected override IEnumerable<Finding> Examine(StreamWalk walk)
    {
        // Unknown after an event without a number: then any number may follow, so that one mistake is reported once.
        long? expected = 0;
        foreach (var happened in walk.Events.Where(happened => !happened.IsDoneMarker))
        {
            if (!happened.Json.IsObject())
            {
                expected = null; // data-json speaks of it.
                continue;
            }

            var given = happened.Json.Member("sequence_number");
            if (given.Integer() is not { } number)
            {
                yield return At(happened, "The event has no integer `sequence_number`.", expected?.ToString()
                    ?? "an integer", given.Shown(), member: "sequence_number");
                expected = null;
                continue;
            }

            if (expected is { } due && number != due)
            {
                yield return At(happened, Describe(number, due), $"{due}", $"{number}", number < due
                    ? Severity.Error
                    : Severity.Warning, "sequence_number");
            }

            // After a number that is too small, the expected count continues, so that one mistake is reported once.
            expected = (number < expected ? expected : number) + 1;
        }
    }

    private static string Describe(long number, long due) => (number, due) switch
    {
        (_, 0) => "The first `sequence_number` is not 0.",
        _ when number < due => "A `sequence_number` is repeated or decreases.",
        _ => "A `sequence_number` is skipped.",
    };
}
