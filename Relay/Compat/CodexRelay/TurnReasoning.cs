namespace Relay.Compat.CodexRelay;

/// <summary>The reasoning of one turn, with the text and the calls that identify the turn when a client repeats it.</summary>
/// <param name="Reasoning">The reasoning; never empty.</param>
/// <param name="Text">The turn's text; may be empty.</param>
/// <param name="CallIds">The ids of its calls.</param>
internal sealed record TurnReasoning(string Reasoning, string Text, IReadOnlyList<string> CallIds);
