using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules;

/// <summary>Makes the findings of a rule.</summary>
internal static class FindingMaker
{
    /// <summary>Creates a finding that is not about a single event.</summary>
    public static Finding Find(
        this CheckInfo info, string message, string? expected = null, string? received = null, Severity? severity = null) => new()
    {
        Check = info.Id,
        Severity = severity ?? info.Severity,
        Kind = FindingKind.Rule,
        Message = message,
        Expected = expected is null ? null : JsonPeek.Shorten(expected),
        Received = received is null ? null : JsonPeek.Shorten(received),
        Spec = info.Rule,
    };
}
