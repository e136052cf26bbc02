namespace Relay.Configuring;

/// <summary>Represents a group of settings in the help and in the documentation.</summary>
internal sealed class SettingGroup(string title, string summary, params Setting[] settings)
{
    public string Title => title;

    /// <summary>One sentence about the group.</summary>
    public string Summary => summary;

    public IReadOnlyList<Setting> Settings => settings;
}
