using System.Security.Cryptography;
using System.Text;

namespace Relay.Options;

/// <summary>Contains the keys that clients may use. Only their hashes are kept, and every comparison takes the same time.</summary>
internal sealed class ClientKeys
{
    private readonly byte[][] _hashes;

    private ClientKeys(byte[][] hashes) => _hashes = hashes;

    /// <summary>Reads a file of keys: one per line; empty lines and lines that begin with <c>#</c> are skipped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">One sentence about the mistake, without any key; empty on success.</param>
    /// <returns>The keys, or <see langword="null"/> after a mistake.</returns>
    public static ClientKeys? Read(string path, out string problem)
    {
        try
        {
            return Parse(File.ReadAllLines(path), path, out problem);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var isMissing = exception is FileNotFoundException or DirectoryNotFoundException;
            problem = $"The client keys in {path} cannot be read: {(isMissing ? "there is no such file" : "access is denied")}.";
            return null;
        }
    }

    /// <summary>Returns whether an <c>Authorization</c> header contains one of the keys.</summary>
    public bool Allow(string? authorization)
    {
        const string Scheme = "Bearer ";
        if (authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) is not true)
        {
            return false;
        }

        var hash = Hash(authorization[Scheme.Length..].Trim());
        var found = false;
        foreach (var known in _hashes)
        {
            // No early exit: the time must not reveal which key almost matched.
            found |= CryptographicOperations.FixedTimeEquals(known, hash);
        }

        return found;
    }

    private static ClientKeys? Parse(string[] lines, string path, out string problem)
    {
        var hashes = new List<byte[]>();
        problem = "";
        for (var i = 0; i < lines.Length && problem.Length == 0; i++)
        {
            var key = lines[i].Trim();
            if (key.Length == 0 || key[0] == '#')
            {
                continue;
            }

            problem = key.AsSpan().ContainsAnyExceptInRange('!', '~')
                ? $"{path}:{i + 1}: a client key must be one word of printable ASCII characters."
                : "";
            hashes.Add(Hash(key));
        }

        problem = problem.Length == 0 && hashes.Count == 0 ? $"{path} contains no client key; write one key per line." : problem;
        return problem.Length == 0 ? new ClientKeys([.. hashes]) : null;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
