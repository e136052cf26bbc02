using Microsoft.AspNetCore.Http;

namespace MockUpstream.Observing;

/// <summary>Copies headers with the values of credentials left out, so that no record can leak a key.</summary>
internal static class CredentialMask
{
    private const string Mask = "***";

    // Vendors name their headers as they like; one masked too many costs a reader less than one too few.
    private static readonly string[] Telling = ["auth", "key", "token", "secret", "password", "credential", "cookie"];

    public static IReadOnlyList<KeyValuePair<string, string>> Copy(IHeaderDictionary headers) =>
    [
        .. from header in headers
           from value in header.Value
           select new KeyValuePair<string, string>(header.Key, IsCredential(header.Key) ? Mask : value ?? ""),
    ];

    private static bool IsCredential(string name) => Telling.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
