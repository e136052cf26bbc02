using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds the ways in which the name of a call is repeated, cut, emptied or left out, and tools that were never declared.</summary>
internal sealed class CallNames : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q20", "Q21", "Q22", "Q23", "Q25"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var declared = reading.Stream.Request.Member("tools").Elements().Select(NameOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var call in reading.Calls)
        {
            if (call.Name is not { } name)
            {
                yield return new QuirkSighting("Q23", call.Opener.Offset, "a call has no name");
                continue;
            }

            var joined = string.Concat(call.Pieces.Select(static piece => piece.Name.Text()));
            if (reading.Stream.Request.IsObject() && declared.Count > 0 && !declared.Contains(name) && !declared.Contains(joined))
            {
                yield return new QuirkSighting("Q25", call.Opener.Offset, $"{name} was not declared");
            }

            foreach (var piece in call.Continuations.Where(static piece => piece.Name.ValueKind == JsonValueKind.String))
            {
                var again = piece.Name.Text()!;
                yield return again == name ? new QuirkSighting("Q20", piece.Offset, $"a continuation repeats the name {name}")
                    : again.Length == 0 ? new QuirkSighting("Q22", piece.Offset, "a continuation has an empty name")
                    : new QuirkSighting("Q21", piece.Offset, $"the name comes as '{name}' and '{again}'");
            }
        }
    }

    private static string? NameOf(JsonElement tool) => tool.Member("function").Member("name").Text() ?? tool.Member("name").Text();
}
