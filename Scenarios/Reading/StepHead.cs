using Scenarios.Model;

namespace Scenarios.Reading;

/// <summary>What every step has: its place, its line as written, and its number.</summary>
internal readonly record struct StepHead(SourcePlace Place, string Text, int Number);
