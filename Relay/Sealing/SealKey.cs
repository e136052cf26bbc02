namespace Relay.Sealing;

/// <summary>A key that reasoning is sealed with. A class, so that nothing prints what it holds.</summary>
internal sealed class SealKey(string id, byte[] secret)
{
    /// <summary>Bytes of a key of AES-256.</summary>
    public const int SecretLength = 32;

    /// <summary>Stands in clear in what it sealed, so that a key can follow another.</summary>
    public string Id { get; } = id;

    public byte[] Secret { get; } = secret;
}
