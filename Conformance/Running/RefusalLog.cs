using Conformance.Results;
using Conformance.Running.Asking;
using Conformance.Running.Cases;
using Conformance.Running.Wiring;

namespace Conformance.Running;

/// <summary>Sees whether a relay turned away every case in the same way, which is a fault of the wiring and of no case.</summary>
internal sealed class RefusalLog
{
    private Refusal? _first;
    private bool _mixed;
    private int _played;

    /// <summary>The message for the user, in one sentence; <see langword="null"/> if a case was answered in another way.</summary>
    public string? Problem => _first is { } refusal && !_mixed && _played > 1 ? WiringFault.RefusedEverywhere(refusal, _played) : null;

    /// <summary>Counts a case that was played.</summary>
    public void Add(CaseOutcome outcome)
    {
        if (outcome.Result.Verdict is Verdict.NotApplicable or Verdict.DidNotRun or Verdict.HarnessError)
        {
            return;
        }

        _played++;
        _first ??= outcome.Refused;
        _mixed |= outcome.Refused?.Status != _first?.Status || outcome.Refused is null;
    }
}
