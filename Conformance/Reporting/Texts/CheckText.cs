namespace Conformance.Reporting.Texts;

/// <summary>Explains a check to a reader of the report.</summary>
/// <param name="Title">The check in one sentence.</param>
/// <param name="What">The compared values and the condition for a finding; may be empty.</param>
/// <param name="Why">The reason why it matters, and its source; may be empty.</param>
/// <param name="Clients">The clients that break, with the effect; may be empty.</param>
public sealed record CheckText(string Title, string What, string Why, string Clients);
