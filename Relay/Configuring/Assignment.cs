namespace Relay.Configuring;

/// <summary>A setting and what somebody wrote for it.</summary>
internal sealed record Assignment(Setting Setting, SettingInput Input)
{
    /// <summary>Applies what one source says. A preset goes first, wherever it stands, so that what is said beside it wins.</summary>
    public static RelayOptions Apply(RelayOptions options, IEnumerable<Assignment> assignments) =>
        PresetFirst(assignments).Aggregate(options, static (sofar, said) => said.Setting.Set(sofar, said.Input));

    /// <inheritdoc cref="Apply(RelayOptions, IEnumerable{Assignment})"/>
    public static Upstreams.UpstreamOptions Apply(Upstreams.UpstreamOptions upstream, IEnumerable<Assignment> assignments) =>
        PresetFirst(assignments).Aggregate(upstream, static (sofar, said) => said.Setting.SetOwn!(sofar, said.Input));

    private static IEnumerable<Assignment> PresetFirst(IEnumerable<Assignment> assignments) => assignments.OrderBy(static said => said.Setting.Name != "preset");
}
