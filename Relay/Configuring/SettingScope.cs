namespace Relay.Configuring;

/// <summary>What a setting is about, and so where it may stand.</summary>
internal enum SettingScope
{
    /// <summary>The whole relay: at the top.</summary>
    Relay,

    /// <summary>Upstreams: at the top for all of them, and in one of them for that one.</summary>
    Shared,

    /// <summary>One upstream: at the top for the one that <c>upstream</c> names, else in its own mapping.</summary>
    Own,

    /// <summary>One upstream that has a name: in its mapping.</summary>
    Named,
}
