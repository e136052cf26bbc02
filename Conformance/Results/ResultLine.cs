using System.Text.Json.Serialization;

namespace Conformance.Results;

/// <summary>
/// A line of <c>results.jsonl</c>; the member <c>kind</c> says which. Always serialised as this type, or <c>kind</c> is lost.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RunInfo), "run")]
[JsonDerivedType(typeof(CaseResult), "case")]
[JsonDerivedType(typeof(RuleResult), "rule")]
[JsonDerivedType(typeof(RunEnd), "end")]
public abstract record ResultLine;
