using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds tool-call elements whose index is missing, odd or out of order.</summary>
internal sealed class CallIndexes : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q01", "Q02", "Q03", "Q15", "Q16", "Q17"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading) =>
        [
            .. reading.Calls.SelectMany(OfCall),
            .. reading.Calls.GroupBy(static call => call.Opener.Delta.Index).SelectMany(static choice => OfOrder([.. choice])),
        ];

    private static IEnumerable<QuirkSighting> OfCall(CalledTool call)
    {
        if (!call.Opener.Index.HasValue() && call.Opener.Id.Text() is { Length: > 0 } opened)
        {
            yield return new QuirkSighting("Q01", call.Opener.Offset, $"a call opens with id {opened} and without an index");
        }

        foreach (var piece in call.Continuations.Where(static piece => !piece.Index.HasValue()))
        {
            if (call.Opener.Index.HasValue() && piece.Id.Text() is { Length: > 0 } id && id == call.Id)
            {
                yield return new QuirkSighting("Q03", piece.Offset, $"a continuation without an index repeats the id {id}");
            }
            else if (piece.Id.Text() is not { Length: > 0 } && (call.Opener.Index.HasValue()
                || call.Continuations.Any(static other => other.Index.HasValue())
                || call.Opener.Id.HasValue()))
            {
                yield return new QuirkSighting("Q02", piece.Offset, "a continuation has no index");
            }
        }
    }

    private static IEnumerable<QuirkSighting> OfOrder(IReadOnlyList<CalledTool> calls)
    {
        var indexes = calls.Where(static call => call.Opener.Index.Integer() is not null)
            .Select(static call => (call.Opener, Index: call.Opener.Index.Integer()!.Value))
            .ToList();
        if (indexes.Count > 0 && indexes.Min(static one => one.Index) > 0)
        {
            yield return new QuirkSighting("Q15", indexes[0].Opener.Offset, $"the lowest index is {indexes.Min(static one => one.Index)}");
        }

        foreach (var (first, second) in indexes.Zip(indexes.Skip(1)))
        {
            if (second.Index < first.Index || second.Index > first.Index + 1)
            {
                yield return new QuirkSighting("Q16", second.Opener.Offset, $"index {second.Index} follows {first.Index}");
            }
        }

        var order = calls.SelectMany(static (call, number) => call.Pieces.Select(piece => (piece.Offset, Number: number, piece)))
            .OrderBy(static one => one.Offset)
            .ToList();
        for (var at = 1; at < order.Count; at++)
        {
            var (_, number, piece) = order[at];
            if (order[at - 1].Number != number && order.Take(at - 1).Any(one => one.Number == number) && piece.Text.Length > 0
                && order.Take(at).Any(one => one.Number == number && one.piece.Offset < piece.Offset))
            {
                yield return new QuirkSighting("Q17", piece.Offset, "the arguments of a call go on behind a piece of another call");
                break;
            }
        }
    }
}
