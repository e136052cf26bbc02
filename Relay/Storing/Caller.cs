using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Relay.Storing;

/// <summary>Whose a response is: a hash of the key the caller shows, so that the store holds no key.</summary>
/// <remarks>
/// Keys are long and random, so a plain hash is not searched through; and without a secret in it, relays that share a store need to share nothing else.
/// Callers without a key are one caller.
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
