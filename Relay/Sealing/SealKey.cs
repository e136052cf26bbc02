namespace Relay.Sealing;

/// <summary>Represents a key for encrypted content. It is a class and not a record, so that its value is never printed.</summary>
internal sealed class SealKey(string id, byte[] secret)
{
    /// <summary>The length of an AES-256 key in bytes.</summary>
    public const int SecretLength = 32;

    /// <summary>The id, which is part of each token in plain text, so that a key can be replaced.</summary>
    public string Id { get; } = id;

    public byte[] Secret { get; } = secret;
}
