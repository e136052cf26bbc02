namespace Relay.Configuring;

/// <summary>Represents a value that was written for a setting.</summary>
internal sealed record Assignment(Setting Setting, SettingInput Input)
{
    /// <summary>
    /// Represents the assignments of one source in the order in which they are applied: a preset comes first, wherever it is written, so
    /// that the settings beside it override it.
    /// </summary>
    public static IEnumerable<Assignment> InOrder(IEnumerable<Assignment> assignments) =>
        assignments.OrderBy(static said => said.Setting.Name != "preset");
}
