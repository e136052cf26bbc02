using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Relay.Storing;

/// <summary>Identifies the owner of a response by a hash of the client's key, so that the store contains no key.</summary>
/// <remarks>
/// Keys are long and random, so a plain hash cannot be reversed by search. Without a secret in the hash, relays that share a store need no
/// other common configuration. All callers without a key are one owner.
/// </remarks>
internal static class Caller
{
    private const string Scheme = "Bearer ";

    public static string Of(HttpRequest request)
    {
        var shown = request.Headers.Authorization.ToString().Trim();
        var key = shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? shown[Scheme.Length..].TrimStart() : shown;
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes("relay caller\n" + key)));
    }
}
