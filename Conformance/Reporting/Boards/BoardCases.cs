using Conformance.Results;

namespace Conformance.Reporting.Boards;

/// <summary>The cases of a run that say something about the relay as it stands.</summary>
internal static class BoardCases
{
    private const string Preset = "preset ";

    /// <summary>All cases but those in which the bundled relay imitates another system: they pass in that system's form, which is not the relay's own.</summary>
    public static IReadOnlyList<CaseResult> Of(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [.. run.Cases.Where(static result => !result.Setup.StartsWith(Preset, StringComparison.Ordinal))];
    }
}
