namespace Relay.Contract;

/// <summary>What an assistant thought in one turn, and by what the turn is known again when a client repeats it.</summary>
/// <param name="Reasoning">The thoughts; never empty.</param>
/// <param name="Text">The turn's text; may be empty.</param>
/// <param name="CallIds">The ids of its calls.</param>
public sealed record Thoughts(string Reasoning, string Text, IReadOnlyList<string> CallIds);
