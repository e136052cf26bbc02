using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds usage whose details are missing or named otherwise, and counts that cannot be right.</summary>
internal sealed class UsageValues : IQuirkDetector
{
    private static readonly string[] Known = [
        "prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details", "completion_tokens_details",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q105", "Q106"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        foreach (var chunk in reading.Events.Where(static happened => happened.Json.Member("usage").IsObject()))
        {
            var usage = chunk.Json.Member("usage");
            if (usage.Members().Select(static member => member.Name).Except(Known).FirstOrDefault() is { } other)
            {
                yield return new QuirkSighting("Q105", chunk.Offset, $"usage has the member {other}");
            }
            else if (!usage.Member("total_tokens").IsPresent() || usage.Member("prompt_tokens_details").IsNull()
                || usage.Member("completion_tokens_details").IsNull())
            {
                yield return new QuirkSighting("Q105", chunk.Offset, "a member of usage is missing");
            }

            var counts = Known.Take(3).Select(name => usage.Member(name)).ToList();
            if (counts.Exists(static count => count.ValueKind == JsonValueKind.Number && (count.Integer() is not { } whole || whole < 0)))
            {
                yield return new QuirkSighting("Q106", chunk.Offset, "a count is negative or not whole");
            }
            else if (counts.TrueForAll(static count => count.Integer() is not null)
                && counts[0].Integer() + counts[1].Integer() != counts[2].Integer())
            {
                yield return new QuirkSighting(
                    "Q106", chunk.Offset, $"{counts[0].Integer()} and {counts[1].Integer()} are not {counts[2].Integer()}");
            }
        }
    }
}
