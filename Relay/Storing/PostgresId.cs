using System.Security.Cryptography;
using System.Text;

namespace Relay.Storing;

/// <summary>Writes ids in a form that PostgreSQL takes. Clients and vendors choose the ids of items.</summary>
internal static class PostgresId
{
    // An entry of an index may have a third of a page; longer ones are an error.
    private const int Longest = 512;

    /// <summary>
    /// Returns the id, or the hash of one that is too long for an index or contains the character NUL, which no text column takes.
    /// </summary>
    public static string Encode(string id) =>
        id.Length <= Longest && !id.Contains('\0', StringComparison.Ordinal)
            ? id
            : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
