using Conformance.Results;

namespace Conformance.Reporting.Boards;

/// <summary>Selects the cases of a run that show how the relay behaves without a special set-up.</summary>
internal static class BoardCases
{
    private const string Preset = "preset ";

    /// <summary>
    /// Returns all cases but those in which the bundled relay imitates another system: they pass in that system's form, which is not the
    /// relay's own.
    /// </summary>
    public static IReadOnlyList<CaseResult> Select(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [.. run.Cases.Where(static result => !result.Setup.StartsWith(Preset, StringComparison.Ordinal))];
    }
}
