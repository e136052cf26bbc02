namespace Relay.Configuring;

/// <summary>Represents a value in a configuration, with its place. This is a closed family.</summary>
internal abstract record ConfigNode(ConfigPlace Place)
{
    /// <summary>The name of its kind, for messages.</summary>
    public abstract string Words { get; }
}

/// <summary>Represents plain or quoted text; an argument of a command line is plain.</summary>
internal sealed record ConfigText(string Value, bool IsPlain, ConfigPlace Place) : ConfigNode(Place)
{
    public override string Words => ShownValue.Quote(Value);
}

/// <summary>Represents a list.</summary>
internal sealed record ConfigList(IReadOnlyList<ConfigNode> Values, ConfigPlace Place) : ConfigNode(Place)
{
    public override string Words => "a list";
}

/// <summary>Represents a mapping with unique names.</summary>
internal sealed record ConfigMap(IReadOnlyList<ConfigEntry> Entries, ConfigPlace Place) : ConfigNode(Place)
{
    public override string Words => "a mapping";
}

/// <summary>Represents an entry of a mapping.</summary>
internal sealed record ConfigEntry(ConfigText Key, ConfigNode Value);
