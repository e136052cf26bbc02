using Conformance.Checking;
using Conformance.Results;

namespace Conformance.Running;

/// <summary>A relay that was ready and died: its failure, not the harness's.</summary>
internal static class RelayDeath
{
    public const string Check = CheckIds.RelayDied;

    public static Finding Finding(string lastWords, int turn) => new()
    {
        Check = Check,
        Severity = Severity.Error,
        Turn = turn,
        Message = "The relay's process ended while the case was played.",
        Expected = "a relay that stays up",
        Received = lastWords,
    };
}
