namespace Relay.Sealing;

/// <summary>Specifies the results of decrypting encrypted content.</summary>
internal enum UnsealResult
{
    /// <summary>Decrypted: it was encrypted by this relay or by another one with the same key.</summary>
    Opened,

    /// <summary>Not in this relay's format: it comes from another provider.</summary>
    Foreign,

    /// <summary>In this relay's format, with a key that is not configured (any more).</summary>
    UnknownKey,

    /// <summary>In this relay's format, but changed.</summary>
    Broken,
}
