using Conformance.Expecting.Goldens;
using Conformance.Recording;
using Conformance.Results;
using Conformance.Turns;
using MockUpstream.Varying;
using Scenarios.Model;

namespace Conformance.Running.Varying;

/// <summary>Plays a case, as far as its turns go.</summary>
internal delegate Task<IReadOnlyList<RecordedTurn>> PlayTurns(Scenario scenario, CancellationToken cancellationToken);

/// <summary>Finds the first variation and the first byte at which a relay's events begin to differ.</summary>
internal sealed class VariationSearch(VariedBodies bodies, IReadOnlyList<JoinedLine> plain, PlayTurns play, Scenario scenario)
{
    // A play that times out costs its whole timeout, so the search ends after this many.
    private const int MostHangs = 3;

    private int _hangs;

    /// <summary>Whether a play gave the events of the plain one.</summary>
    public bool IsSame(IReadOnlyList<RecordedTurn> turns) => VariationFinding.FirstDifference(plain, JoinedStream.Create(turns)) is null;

    /// <summary>Returns the finding about a play that differs.</summary>
    /// <param name="variations">The variations of the play.</param>
    /// <param name="turns">The recorded turns.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<Finding> FindAsync(
        IReadOnlyList<Variation> variations, IReadOnlyList<RecordedTurn> turns, CancellationToken cancellationToken)
    {
        if (VariationFinding.FirstDifference(plain, JoinedStream.Create(await play(scenario, cancellationToken))) is { } byItself)
        {
            return VariationFinding.CreateUnsteady(byItself);
        }

        if (variations.Count > 1)
        {
            foreach (var one in variations)
            {
                if (bodies.With([one]) is { } alone && await DifferAsync(alone, cancellationToken) is { } differing)
                {
                    return await PlaceAsync(bodies, [], one, differing, cancellationToken);
                }
            }
        }

        return variations.Count == 1
            ? await PlaceAsync(bodies, [], variations[0], turns, cancellationToken)
            : await TogetherAsync(variations, turns, cancellationToken);
    }

    /// <summary>
    /// No variation differs alone: the last one of the shortest row of them that differs, with those before it that it needs.
    /// </summary>
    private async Task<Finding> TogetherAsync(
        IReadOnlyList<Variation> variations, IReadOnlyList<RecordedTurn> turns, CancellationToken cancellationToken)
    {
        var (count, differing) = (2, turns);
        for (; count < variations.Count; count++)
        {
            if (bodies.With([.. variations.Take(count)]) is { } row && await DifferAsync(row, cancellationToken) is { } found)
            {
                differing = found;
                break;
            }
        }

        var last = variations[count - 1];
        List<Variation> needed = [.. variations.Take(count - 1)];
        foreach (var one in variations.Take(count - 1).Where(_ => count > 2))
        {
            if (bodies.With([.. needed.Where(other => other != one), last]) is { } row
                && await DifferAsync(row, cancellationToken) is { } found)
            {
                needed.Remove(one);
                differing = found;
            }
        }

        return await PlaceAsync(bodies.With(needed) ?? bodies, needed, last, differing, cancellationToken);
    }

    /// <summary>Finds by bisection the first change that makes the difference together with all changes before it.</summary>
    private async Task<Finding> PlaceAsync(
        VariedBodies before,
        IReadOnlyList<Variation> others,
        Variation variation,
        IReadOnlyList<RecordedTurn> differing,
        CancellationToken cancellationToken)
    {
        var changes = before.Changes(variation);
        var (same, differs, shown) = (0, changes.Count, differing);
        while (differs - same > 1 && _hangs < MostHangs)
        {
            var middle = (same + differs) / 2;
            if (await DifferAsync(before.With([.. changes.Take(middle)]), cancellationToken) is { } turns)
            {
                (differs, shown) = (middle, turns);
            }
            else
            {
                same = middle;
            }
        }

        // The events shown are those of a play with this change and those before it: no later change has its part in them.
        return VariationFinding.CreateDifference(
            before,
            others,
            variation,
            changes,
            differs,
            differs - same == 1,
            VariationFinding.FirstDifference(plain, JoinedStream.Create(shown)));
    }

    private async Task<IReadOnlyList<RecordedTurn>?> DifferAsync(VariedBodies presented, CancellationToken cancellationToken)
    {
        var turns = await play(presented.Present(), cancellationToken);
        _hangs += turns.Any(static turn => turn.Answer.End == StreamEnd.TimedOut) ? 1 : 0;
        return IsSame(turns) ? null : turns;
    }
}
