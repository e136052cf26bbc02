namespace Relay.Configuring;

/// <summary>Specifies what a setting applies to, and therefore where it can be written.</summary>
internal enum SettingScope
{
    /// <summary>The whole relay; written at the top level.</summary>
    Relay,

    /// <summary>Upstreams; written at the top level for all of them, and in one of them for that one.</summary>
    Shared,

    /// <summary>One upstream; written at the top level for the one that <c>upstream</c> defines, or in a named upstream.</summary>
    Own,

    /// <summary>One named upstream; written in its mapping.</summary>
    Named,
}
