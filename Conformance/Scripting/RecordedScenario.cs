using Conformance.Capturing;
using Conformance.Classifying.Quirks;
using Conformance.Classifying.Streams;

namespace Conformance.Scripting;

/// <summary>A scenario written from an exchange.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Text">The file's text.</param>
/// <param name="Exchange">The exchange as it was written: decoded and redacted.</param>
/// <param name="Stream">The answer as the classifier sees it.</param>
/// <param name="Sightings">Its quirks.</param>
internal sealed record RecordedScenario(
    string Id, string Text, CapturedExchange Exchange, UpstreamStream Stream, IReadOnlyList<QuirkSighting> Sightings);
