using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds where usage comes.</summary>
internal sealed class UsagePlaces : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q99", "Q100", "Q101", "Q102", "Q103", "Q104", "Q107"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var chunks = reading.Events.Where(static happened => happened.Json.IsObject()).ToList();
        var counted = chunks.Where(static chunk => chunk.Json.Member("usage").IsObject()).ToList();
        foreach (var chunk in counted)
        {
            var choices = chunk.Json.Member("choices").Elements().Select(choice => new ChoiceDelta(chunk, choice)).ToList();
            if (choices.Count == 0)
            {
                yield return new QuirkSighting("Q99", chunk.Offset, "usage comes in a chunk without choices");
            }
            else if (choices.Exists(static choice => choice.Reason is not null))
            {
                yield return new QuirkSighting("Q100", chunk.Offset, "usage comes with the finish reason");
            }
            else if (choices.TrueForAll(static choice => !choice.Brings && choice.CallElements.Count == 0))
            {
                yield return new QuirkSighting("Q107", chunk.Offset, "usage comes beside an empty delta");
            }
        }

        if (counted.Count > 1 && chunks.Where(static chunk => chunk.Json.Member("choices").Elements().Count > 0)
            .All(static chunk => chunk.Json.Member("usage").IsObject()))
        {
            yield return new QuirkSighting("Q101", counted[0].Offset, "every chunk has usage");
        }

        if (chunks.Find(static chunk => chunk.Json.Member("usage").IsNull()) is { } none)
        {
            yield return new QuirkSighting("Q102", none.Offset, "usage is null");
        }

        if (chunks.Find(static chunk => chunk.Json.Members().Any(static member => member.Name is not "usage" && member.Value.Member("usage")
            .IsObject()) || chunk.Json.Member("choices").Elements().Any(static choice => choice.Member("usage").IsObject())) is { } nested)
        {
            yield return new QuirkSighting("Q103", nested.Offset, "usage is nested in another member");
        }
        else if (counted.Count == 0
            && reading.Finish is { } finish
            && reading.Stream.Request.Member("stream_options").Member("include_usage").ValueKind is JsonValueKind.True
            && reading.Stream.Ending is StreamEnding.Clean)
        {
            yield return new QuirkSighting("Q104", finish.Offset, "usage was asked for and does not come");
        }
    }
}
