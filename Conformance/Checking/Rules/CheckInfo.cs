using Conformance.Results;

namespace Conformance.Checking.Rules;

/// <summary>The description of a rule, for listings, reports and docs.</summary>
/// <param name="Id">The kebab-case id.</param>
/// <param name="Rule">The rule's number, such as <c>V04</c>.</param>
/// <param name="Severity">The default severity of its findings.</param>
/// <param name="Title">The rule in one sentence.</param>
/// <param name="Source">The source of the rule, and the clients that fail if it is broken.</param>
public sealed record CheckInfo(string Id, string Rule, Severity Severity, string Title, string Source);
