using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds members of a chunk that are unknown, missing or changing, and chunks that are sent twice.</summary>
internal sealed class ChunkMembers : IQuirkDetector
{
    private const int ShortestRepetition = 4;

    private static readonly string[] Known = ["id", "object", "created", "model", "choices", "usage", "error"];
    private static readonly string[] KnownOfChoice =
    [
        "index",
        "delta",
        "message",
        "finish_reason",
        "finishReason",
        "logprobs",
        "native_finish_reason",
        "stop_reason",
        "stop_sequence",
        "matched_stop",
        "usage",
        "error",
    ];
    private static readonly string[] Constant = ["id", "object", "created"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q114", "Q115", "Q116", "Q117"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var chunks = reading.Chunks.ToList();
        foreach (var chunk in chunks)
        {
            if (FindUnknown(chunk) is { } name)
            {
                yield return new QuirkSighting("Q114", chunk.Offset, $"a chunk has the member {name}");
            }
        }

        foreach (var name in Constant)
        {
            if (chunks.Find(chunk => chunk.Json.Member(name).Text() is "" || !chunk.Json.Member(name).HasValue()) is { } without)
            {
                yield return new QuirkSighting("Q115", without.Offset, $"a chunk has no {name}");
            }
            else if (chunks.Find(chunk => !chunk.Json.Member(name).Same(chunks[0].Json.Member(name))) is { } changed)
            {
                yield return new QuirkSighting(
                    "Q115",
                    changed.Offset,
                    $"{name} changes from {chunks[0].Json.Member(name).Shown()} to {changed.Json.Member(name).Shown()}");
            }
        }

        foreach (var (one, next) in chunks.Zip(chunks.Skip(1)).Where(static pair => IsRepeated(pair.First, pair.Second)))
        {
            yield return new QuirkSighting("Q116", next.Offset, one.Id is not null
                ? $"the event {one.Id} comes twice"
                : "a chunk comes twice");
            break;
        }

        if (reading.Stream.Request.Member("model").Text() is { } asked
            && chunks.Find(chunk => chunk.Json.Member("model").Text() is { Length: > 0 } model && model != asked) is { } other)
        {
            yield return new QuirkSighting("Q117", other.Offset, $"{asked} was asked for and {other.Json.Member("model").Text()} answers");
        }
    }

    private static string? FindUnknown(StreamEvent chunk) =>
        chunk.Json.Members().Select(static member => member.Name).Except(Known).FirstOrDefault()
        ?? chunk.Json.Member("choices")
            .Elements()
            .SelectMany(static choice => choice.Members())
            .Select(static member => member.Name)
            .Except(KnownOfChoice)
            .FirstOrDefault();

    private static bool IsRepeated(StreamEvent one, StreamEvent next) =>
        one.Data == next.Data && (one.Id is { } id
            ? id == next.Id
            : one.Json.Member("choices").Element(0).Member("delta").Member("content").Text() is { Length: >= ShortestRepetition });
}
