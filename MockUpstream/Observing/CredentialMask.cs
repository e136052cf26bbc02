using Microsoft.AspNetCore.Http;

namespace MockUpstream.Observing;

/// <summary>Copies headers with the values of credentials left out, so that no record can leak a key.</summary>
internal static class CredentialMask
{
    private const string Mask = "***";

    private static readonly HashSet<string> Credentials = new(StringComparer.OrdinalIgnoreCase)
    {
        "authorization", "proxy-authorization", "api-key", "x-api-key", "x-goog-api-key", "cookie",
    };

    public static IReadOnlyList<KeyValuePair<string, string>> Copy(IHeaderDictionary headers) =>
    [
        .. from header in headers
           from value in header.Value
           select new KeyValuePair<string, string>(header.Key, Credentials.Contains(header.Key) ? Mask : value ?? ""),
    ];
}
