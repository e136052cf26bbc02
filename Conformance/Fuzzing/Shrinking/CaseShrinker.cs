using Conformance.Fuzzing.Proving;
using Scenarios.Model;

namespace Conformance.Fuzzing.Shrinking;

/// <summary>Makes a failing case smaller as long as it fails the same way (delta debugging over the tree of its file).</summary>
/// <param name="play">Plays a case.</param>
/// <param name="vocabulary">The closed lists of the format: a case that the lint rejects is not played.</param>
/// <param name="progress">Gets the number of plays and the smallest case so far.</param>
internal sealed class CaseShrinker(
    Func<CaseTree, CancellationToken, Task<FuzzedCase>> play, Vocabulary vocabulary, Action<int, CaseTree> progress)
{
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private int _plays;

    /// <summary>The number of forms that were played.</summary>
    public int Plays => _plays;

    /// <summary>The reason why shrinking stopped; <see langword="null"/> if it was completed.</summary>
    public string? Problem { get; private set; }

    /// <summary>Returns the smallest form that was found; on cancellation the smallest so far.</summary>
    /// <param name="failing">The case.</param>
    /// <param name="isSame">Whether a form fails in the way that must stay.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<CaseTree> ShrinkAsync(CaseTree failing, Func<FailureSignature, bool> isSame, CancellationToken cancellationToken)
    {
        var isDerived = DerivedExpectation.Has(failing.Scenario);
        var smallest = failing;
        try
        {
            while (await SmallerAsync(smallest, isSame, isDerived, cancellationToken) is { } smaller)
            {
                smallest = smaller;
                progress(_plays, smallest);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Problem = "Shrinking was cancelled; the case is the smallest so far.";
        }

        return smallest;
    }

    /// <summary>
    /// Returns the first smaller form that fails the same way. Every change makes the text shorter or plainer, so that the search ends.
    /// </summary>
    private async Task<CaseTree?> SmallerAsync(
        CaseTree failing, Func<FailureSignature, bool> isSame, bool isDerived, CancellationToken cancellationToken)
    {
        foreach (var edit in TreeEdits.FindAll(failing.Root))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (failing.TryReplaceRoot(edit, vocabulary, isDerived) is not { } candidate || !_tried.Add(candidate.Text))
            {
                continue;
            }

            _plays++;
            var played = await play(candidate, cancellationToken);
            if ((played.StopsTheRun?.Problem ?? played.Broken) is { } problem)
            {
                Problem = problem;
                return null;
            }

            if (isSame(FailureSignature.Of(candidate.Scenario, played.Findings)))
            {
                return candidate;
            }
        }

        return null;
    }
}
