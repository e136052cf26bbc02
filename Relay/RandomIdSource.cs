using System.Security.Cryptography;
using Relay.Contract;

namespace Relay;

/// <summary>Creates ids that cannot be guessed and do not repeat: the prefix and 96 random bits.</summary>
internal sealed class RandomIdSource : IIdSource
{
    private RandomIdSource()
    {
    }

    public static RandomIdSource Instance { get; } = new();

    public string NewId(string prefix) => prefix + RandomNumberGenerator.GetHexString(24, lowercase: true);
}
