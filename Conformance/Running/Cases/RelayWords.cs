using Conformance.Recording;

namespace Conformance.Running.Cases;

/// <summary>Quotes the output of a relay that failed, because it often names the cause and is lost after the run.</summary>
internal static class RelayWords
{
    private const int Most = 6;
    private const int Looks = 10;

    // Many programs write their log in a separate thread, after the answer.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns the relay's output during the case; <see langword="null"/> if it answered normally or wrote nothing.</summary>
    /// <param name="played">The case.</param>
    /// <param name="lines">The lines since the case began.</param>
    /// <param name="time">The clock: a relay that broke down and has written nothing yet is given a moment.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<string?> AboutAsync(
        PlayedCase played, Func<IReadOnlyList<string>> lines, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!played.Turns.Any(static turn => turn.Answer.Status >= 500 || turn.Answer.End is StreamEnd.Broken or StreamEnd.NoAnswer))
        {
            return null;
        }

        for (var look = 0; look < Looks && lines().Count == 0; look++)
        {
            await Task.Delay(BetweenLooks, time, cancellationToken);
        }

        return lines() is { Count: > 0 } written
            ? string.Join('\n', written.Take(Most).Prepend("Output of the relay during this time:"))
            : null;
    }
}
