namespace Relay.Translating.Text;

/// <summary>Represents a call that was found in text.</summary>
/// <param name="Name">The vendor's name of the tool.</param>
/// <param name="Arguments">Its arguments, a JSON object.</param>
internal sealed record MarkupCall(string Name, string Arguments);
