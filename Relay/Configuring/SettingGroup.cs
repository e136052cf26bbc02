namespace Relay.Configuring;

/// <summary>Settings that are read about together.</summary>
internal sealed class SettingGroup(string title, string summary, params Setting[] settings)
{
    public string Title => title;

    /// <summary>One sentence on what they are about.</summary>
    public string Summary => summary;

    public IReadOnlyList<Setting> Settings => settings;
}
