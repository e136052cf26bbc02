using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds the ways in which arguments are cut into deltas.</summary>
internal sealed class ArgumentPieces : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q31", "Q32", "Q34", "Q36", "Q37", "Q38", "Q39", "Q40"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading) => reading.Calls.SelectMany(Find);

    private static IEnumerable<QuirkSighting> Find(CalledTool call)
    {
        var pieces = call.Pieces.Where(static piece => piece.Text.Length > 0).ToList();
        if (pieces.Count == 1 && VendorJson.Parse(pieces[0].Text).IsObject() && pieces[0].Name.Text() is { Length: > 0 })
        {
            yield return new QuirkSighting("Q31", pieces[0].Offset, $"the call of {call.Name} has its whole arguments in one chunk");
        }
        else if (pieces.Count > 1)
        {
            yield return new QuirkSighting(
                "Q32", pieces[1].Offset, $"the arguments of {call.Name ?? "a call"} come in {pieces.Count} pieces");
        }

        if (call.Pieces.FirstOrDefault(static piece => piece.Arguments.IsNull()) is { } empty && call.Opener == empty)
        {
            yield return new QuirkSighting("Q34", empty.Offset, "the first arguments are null");
        }

        foreach (var sighting in FindRepetition(pieces).Concat(FindEmpty(call)))
        {
            yield return sighting;
        }

        var joined = "";
        foreach (var piece in pieces)
        {
            if (joined.Length > 0 && VendorJson.Parse(joined).ValueKind is JsonValueKind.Object)
            {
                yield return new QuirkSighting("Q38", piece.Offset, $"the arguments are valid JSON already: {JsonPeek.Shorten(joined)}");
                break;
            }

            joined += piece.Text;
        }
    }

    private static IEnumerable<QuirkSighting> FindRepetition(List<CallPiece> pieces)
    {
        if (pieces.Count < 2)
        {
            yield break;
        }

        var before = string.Concat(pieces.SkipLast(1).Select(static piece => piece.Text));
        if (pieces[^1].Text == before && VendorJson.Parse(before).IsObject())
        {
            yield return new QuirkSighting("Q36", pieces[^1].Offset, "the last piece repeats the whole arguments");
        }

        if (pieces.Zip(pieces.Skip(1)).All(static pair => pair.Second.Text.Length > pair.First.Text.Length
            && pair.Second.Text.StartsWith(pair.First.Text, StringComparison.Ordinal)))
        {
            yield return new QuirkSighting("Q37", pieces[1].Offset, "each piece holds the one before");
        }
    }

    private static IEnumerable<QuirkSighting> FindEmpty(CalledTool call)
    {
        foreach (var piece in call.Continuations.Where(static piece => piece.Arguments.Text() is ""))
        {
            yield return piece.Delta.Reason is not null
                ? new QuirkSighting("Q39", piece.Offset, "the chunk with the finish reason has empty arguments")
                : new QuirkSighting("Q40", piece.Offset, "a delta has empty arguments");
        }
    }
}
