namespace Relay.Configuring;

/// <summary>What somebody wrote, with its place. A closed family.</summary>
internal abstract record ConfigNode(ConfigPlace Place)
{
    /// <summary>What it is, in the words of a message.</summary>
    public abstract string Words { get; }
}

/// <summary>Plain or quoted text; a word of a command line is plain.</summary>
internal sealed record ConfigText(string Value, bool IsPlain, ConfigPlace Place) : ConfigNode(Place)
{
    public override string Words => $"'{Value}'";
}

/// <summary>Values one after the other.</summary>
internal sealed record ConfigList(IReadOnlyList<ConfigNode> Values, ConfigPlace Place) : ConfigNode(Place)
{
    public override string Words => "a list";
}

/// <summary>Values under names, each name once.</summary>
internal sealed record ConfigMap(IReadOnlyList<ConfigEntry> Entries, ConfigPlace Place) : ConfigNode(Place)
{
    public override string Words => "a mapping";
}

/// <summary>A name and what stands under it.</summary>
internal sealed record ConfigEntry(ConfigText Key, ConfigNode Value);
