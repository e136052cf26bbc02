namespace Relay.Translating.Text;

/// <summary>A call found in text.</summary>
/// <param name="Name">The tool, as the vendor knows it.</param>
/// <param name="Arguments">Its arguments, a JSON object.</param>
internal sealed record MarkupCall(string Name, string Arguments);
