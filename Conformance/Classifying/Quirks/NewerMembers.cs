using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds newer members and forms: names of tools with marks, further members of reasoning, usage in parts, phases.</summary>
internal sealed class NewerMembers : IQuirkDetector
{
    private static readonly string[] Further = ["reasoning_text", "thinking", "thinking_blocks", "reasoning_opaque"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q166", "Q167", "Q168", "Q169", "Q170", "Q171", "Q173"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading) =>
        [.. FindNames(reading), .. FindReasoning(reading), .. FindUsage(reading), .. FindPhases(reading), .. FindSignatures(reading)];

    private static IEnumerable<QuirkSighting> FindNames(StreamReading reading) =>
        from call in reading.Calls
        let name = string.Concat(call.Pieces.Select(static piece => piece.Name.Text()))
        where name.Contains("<|", StringComparison.Ordinal)
            || name.StartsWith("functions.", StringComparison.Ordinal)
            || name.Any(char.IsWhiteSpace)
        select new QuirkSighting("Q166", call.Opener.Offset, $"the name of a tool is '{name}'");

    private static IEnumerable<QuirkSighting> FindReasoning(StreamReading reading)
    {
        string? place = null;
        foreach (var delta in reading.Deltas)
        {
            if (Further.FirstOrDefault(name => delta.Delta.Member(name).HasValue()) is { } further)
            {
                yield return new QuirkSighting("Q167", delta.Offset, $"reasoning comes in {further}");
            }

            if (PlaceOf(delta.Delta) is { } found)
            {
                if (place is not null && place != found)
                {
                    yield return new QuirkSighting("Q168", delta.Offset, $"reasoning moves from {place} to {found}");
                }

                place = found;
            }
        }
    }

    private static string? PlaceOf(JsonElement delta) =>
        delta.Member("reasoning_content").HasValue() ? "reasoning_content"
        : delta.Member("reasoning").HasValue() ? "reasoning"
        : delta.Member("reasoning_details").Elements().Any(static detail => detail.Member("text").HasValue()) ? "reasoning_details"
        : delta.Member("content").Elements().Any(static part => part.Member("thinking").IsPresent()) ? "parts of the content"
        : null;

    private static IEnumerable<QuirkSighting> FindUsage(StreamReading reading)
    {
        var usages = reading.Events.Where(static happened => happened.Json.Member("usage").IsObject()).ToList();
        foreach (var chunk in usages)
        {
            var usage = chunk.Json.Member("usage");
            if (usage.Members().Concat(usage.Member("prompt_tokens_details").Members())
                .FirstOrDefault(static member => IsCacheWrite(member.Name)) is { Name: { } name })
            {
                yield return new QuirkSighting("Q170", chunk.Offset, $"usage has the member {name}");
            }
        }

        if (usages.Count > 1 && usages.Find(static chunk => IsPart(chunk.Json.Member("usage"))) is { } part)
        {
            yield return new QuirkSighting("Q169", part.Offset, "usage comes in parts");
        }
    }

    private static bool IsCacheWrite(string name) =>
        name.StartsWith("cache_write", StringComparison.Ordinal) || name.StartsWith("cache_creation", StringComparison.Ordinal);

    private static bool IsPart(JsonElement usage) =>
        usage.Member("prompt_tokens").Integer() is null or 0 || usage.Member("completion_tokens").Integer() is null or 0;

    private static IEnumerable<QuirkSighting> FindPhases(StreamReading reading) =>
        from delta in reading.Deltas
        where delta.Delta.Member("phase").Text() is { Length: > 0 } || delta.Message.Member("phase").Text() is { Length: > 0 }
        select new QuirkSighting("Q171", delta.Offset, "a message has a phase");

    private static IEnumerable<QuirkSighting> FindSignatures(StreamReading reading) =>
        from delta in reading.Deltas
        where delta.Delta.Member("thinking_blocks").Elements().Concat(delta.Message.Member("thinking_blocks").Elements())
            .Any(static block => block.Member("signature").Text() is { Length: > 0 })
        select new QuirkSighting("Q173", delta.Offset, "a thinking block has a signature");
}
