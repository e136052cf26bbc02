using System.Security.Cryptography;
using System.Text;
using Relay.Sealing;

namespace Relay.Tests.Sealing;

/// <summary>Seals with keys that are the same in every run, and a nonce that is too.</summary>
internal static class Seals
{
    public static SealKey Key(string id) => new(id, SHA256.HashData(Encoding.UTF8.GetBytes(id)));

    /// <summary>Returns a key that has the id of another key.</summary>
    public static SealKey OtherKey(string id) => new(id, Key(id + " of others").Secret);

    public static ReasoningSeal With(params string[] ids) => new([.. ids.Select(Key)], nonce => nonce.Fill(7));
}
