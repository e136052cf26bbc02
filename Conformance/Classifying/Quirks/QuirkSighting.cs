namespace Conformance.Classifying.Quirks;

/// <summary>A quirk seen in an answer of a vendor.</summary>
/// <param name="Quirk">The quirk's id, such as <c>Q04</c>.</param>
/// <param name="Offset">The byte of the body at which it shows first; <see langword="null"/> when it is not about the body.</param>
/// <param name="Detail">The piece of the answer that shows it, in a few words.</param>
public sealed record QuirkSighting(string Quirk, int? Offset, string Detail);
