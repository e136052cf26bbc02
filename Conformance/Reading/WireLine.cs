namespace Conformance.Reading;

/// <summary>A line's place in the body.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The first byte of its line end, which is the byte that completes it.</param>
/// <param name="Next">The first byte of the next line.</param>
internal readonly record struct WireLine(int Start, int End, int Next);
