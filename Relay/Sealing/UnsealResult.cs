namespace Relay.Sealing;

/// <summary>What a text that may be sealed turned out to be.</summary>
internal enum UnsealResult
{
    /// <summary>Sealed by this relay, or another one with the same key.</summary>
    Opened,

    /// <summary>Not in this relay's form: another provider's.</summary>
    Foreign,

    /// <summary>In this relay's form, with a key it does not have (any more).</summary>
    UnknownKey,

    /// <summary>In this relay's form, but not as it was sealed.</summary>
    Broken,
}
