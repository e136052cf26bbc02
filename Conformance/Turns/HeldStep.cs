using Scenarios.Model;

namespace Conformance.Turns;

/// <summary>A step at which the mock waited for the client to see an event.</summary>
/// <param name="Step">The step: a <c>hold</c>, or a <c>gate</c> that the client opens.</param>
/// <param name="Until">The event.</param>
public sealed record HeldStep(UpstreamStep Step, EventCount Until);
