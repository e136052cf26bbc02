using Scenarios.Model;

namespace Conformance.Scripting;

/// <summary>A step of a script with its YAML.</summary>
/// <param name="Yaml">The step as one mapping entry, such as <c>text: Hel</c>, or a bare word.</param>
/// <param name="Rider">The YAML of the usage step that rides on this one; <see langword="null"/> for none.</param>
/// <param name="Newline">The line end of this frame, where it differs from the answer's; <see langword="null"/> for none.</param>
internal sealed record SpelledStep(string Yaml, string? Rider = null, string? Newline = null);

/// <summary>A step that a frame may be, to be tried.</summary>
/// <param name="Step">The step.</param>
/// <param name="Spelling">Its YAML.</param>
/// <param name="Rider">The usage that rides on it.</param>
internal sealed record TriedStep(SendingStep Step, SpelledStep Spelling, UsageStep? Rider = null);
