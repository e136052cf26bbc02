using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds the ways in which the id of a call is left out, repeated, late or changed.</summary>
internal sealed class CallIds : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q04", "Q05", "Q06", "Q07", "Q08", "Q09", "Q10", "Q13"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        foreach (var call in reading.Calls)
        {
            foreach (var sighting in OfCall(call))
            {
                yield return sighting;
            }
        }

        foreach (var same in reading.Calls.Where(static call => call.Id is not null)
            .GroupBy(static call => call.Id)
            .Where(static same => same.Count() > 1))
        {
            yield return new QuirkSighting("Q13", same.ElementAt(1).Opener.Offset, $"two calls have the id {same.Key}");
        }

    }

    private static IEnumerable<QuirkSighting> OfCall(CalledTool call)
    {
        if (call.Id is not { } id)
        {
            yield return new QuirkSighting("Q08", call.Opener.Offset, $"the call of {call.Name ?? "a tool"} has no id");
            yield break;
        }

        if (call.Opener.Id.Text() is not { Length: > 0 })
        {
            yield return new QuirkSighting(
                "Q09",
                call.Pieces.First(static piece => piece.Id.Text() is { Length: > 0 }).Offset,
                $"the id {id} comes behind the call's first delta");
        }

        foreach (var piece in call.Continuations)
        {
            var (quirk, detail) = piece.Id switch
            {
                { ValueKind: JsonValueKind.Undefined } when call.Opener.Id.Text() is { Length: > 0 } => ("Q04", "a continuation has no id"),
                { ValueKind: JsonValueKind.Null } => ("Q07", "a continuation has a null id"),
                { ValueKind: JsonValueKind.String } text when text.Text() is "" => ("Q06", "a continuation has an empty id"),
                { ValueKind: JsonValueKind.String } text when text.Text() == call.Opener.Id.Text() =>
                    ("Q05", $"a continuation repeats the id {id}"),
                { ValueKind: JsonValueKind.String } text when text.Text() != id =>
                    ("Q10", $"a continuation has the id {text.Text()}, the call has {id}"),
                _ => ("", ""),
            };
            if (quirk.Length > 0)
            {
                yield return new QuirkSighting(quirk, piece.Offset, detail);
            }
        }
    }
}
