using Conformance.Results;

namespace Conformance.Running.Relays;

/// <summary>A relay that was ready and died: its failure, not the harness's.</summary>
/// <param name="Life">The life that ended; the same for all cases that were on the wire.</param>
/// <param name="LastWords">How it ended: its exit code and last lines.</param>
internal sealed record RelayDeath(IRelayLife Life, string LastWords)
{
    public const string Check = CheckIds.RelayDied;

    private const int MostShown = 2;

    /// <summary>
    /// Returns the lines that fit on a screen beside other things: the exit code, and the reason where the relay named one.
    /// </summary>
    /// <param name="lastWords">How it died.</param>
    public static IEnumerable<string> ListShownLines(string lastWords) =>
        lastWords.Split('\n').Where(static line => line.Length > 0).Take(MostShown);

    /// <summary>Returns the first line of how a relay ended, which is its exit code.</summary>
    public static string FirstLine(string lastWords) => lastWords.Split('\n')[0];

    /// <summary>Returns the finding of a case that ends the relay.</summary>
    /// <param name="lastWords">How it died.</param>
    /// <param name="turn">The turn, from 1.</param>
    public static Finding CreateFinding(string lastWords, int turn) => new()
    {
        Check = Check,
        Severity = Severity.Error,
        Turn = turn,
        Message = "The relay process exited while the case was running.",
        Expected = "a relay that keeps running",
        Received = lastWords,
    };
}
