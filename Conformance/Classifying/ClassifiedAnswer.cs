using Conformance.Classifying.Quirks;
using Conformance.Classifying.Streams;

namespace Conformance.Classifying;

/// <summary>One answer with the quirks found in it.</summary>
/// <param name="Name">The file, and what within it.</param>
/// <param name="Stream">The answer.</param>
/// <param name="Sightings">The quirks in their order.</param>
/// <param name="PlaceOf">
/// Returns the place of a byte of the body for people, such as <c>a.yaml:17:5</c>; <see langword="null"/> without one.
/// </param>
public sealed record ClassifiedAnswer(
    string Name, UpstreamStream Stream, IReadOnlyList<QuirkSighting> Sightings, Func<int, string?> PlaceOf);
