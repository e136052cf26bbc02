namespace Conformance.Expecting.Patterns;

/// <summary>Where a value and its pattern part.</summary>
/// <param name="Path">The JSON path below the value compared, such as <c>item.call_id</c>; empty for the value itself.</param>
/// <param name="Expected">What the pattern wants, for people.</param>
/// <param name="Received">What was there, for people.</param>
internal sealed record Mismatch(string Path, string Expected, string Received);
