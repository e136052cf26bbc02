using Conformance.Results;

namespace Conformance.Checking.Rules;

/// <summary>What a rule is, for listings, reports and docs.</summary>
/// <param name="Id">The kebab-case id.</param>
/// <param name="Rule">The rule's number, such as <c>V04</c>.</param>
/// <param name="Severity">How much a finding of it weighs unless the finding says otherwise.</param>
/// <param name="Title">The rule in one sentence.</param>
/// <param name="Source">Where it comes from and who breaks when it is broken.</param>
public sealed record CheckInfo(string Id, string Rule, Severity Severity, string Title, string Source);
