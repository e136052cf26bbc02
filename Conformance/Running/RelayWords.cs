using Conformance.Recording;

namespace Conformance.Running;

/// <summary>Quotes a relay that broke down: its own log says why, and is gone when the run is over.</summary>
internal static class RelayWords
{
    private const int Most = 6;

    /// <summary>What the relay wrote while the case was played; <see langword="null"/> when it answered in an orderly way or wrote nothing.</summary>
    public static string? About(PlayedCase played, IReadOnlyList<string> lines)
    {
        var brokeDown = played.Turns.Any(turn => turn.Answer.Status >= 500 || turn.Answer.End is StreamEnd.Broken or StreamEnd.NoAnswer);
        return brokeDown && lines.Count > 0 ? string.Join('\n', lines.Take(Most).Prepend("The relay wrote meanwhile:")) : null;
    }
}
