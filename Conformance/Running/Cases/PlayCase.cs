using Scenarios.Model;

namespace Conformance.Running.Cases;

/// <summary>Plays a case.</summary>
internal delegate Task<CaseOutcome> PlayCase(Scenario scenario, CancellationToken cancellationToken);
