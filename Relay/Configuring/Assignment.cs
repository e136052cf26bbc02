namespace Relay.Configuring;

/// <summary>A setting and what somebody wrote for it.</summary>
internal sealed record Assignment(Setting Setting, SettingInput Input)
{
    /// <summary>What one source says, in the order it is applied: a preset goes first, wherever it stands, so that what is said beside it wins.</summary>
    public static IEnumerable<Assignment> InOrder(IEnumerable<Assignment> assignments) => assignments.OrderBy(static said => said.Setting.Name != "preset");
}
