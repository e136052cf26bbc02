using Conformance.Capturing;
using Conformance.Scripting;

namespace Conformance.Probing;

/// <summary>A vendor's answer to one question.</summary>
/// <param name="Question">The question.</param>
/// <param name="Outcome">The kind of answer.</param>
/// <param name="Recorded">The scenario; <see langword="null"/> when nothing came that could be recorded.</param>
/// <param name="Words">The vendor's own words when it refused, or why nothing came.</param>
internal sealed record ProbeAnswer(ProbeQuestion Question, ProbeOutcome Outcome, RecordedScenario? Recorded, string? Words)
{
    /// <summary>The exchange as it was recorded.</summary>
    public CapturedExchange? Exchange => Recorded?.Exchange;
}

/// <summary>The kinds of answers to a question.</summary>
internal enum ProbeOutcome
{
    /// <summary>An answer with status 200.</summary>
    Answered,

    /// <summary>A status from 400 on.</summary>
    Refused,

    /// <summary>An answer that broke off or took too long.</summary>
    Broken,

    /// <summary>The vendor could not be reached.</summary>
    Unreachable,
}
