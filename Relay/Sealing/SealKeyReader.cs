using System.Text.RegularExpressions;

namespace Relay.Sealing;

/// <summary>Reads the keys for encrypted content, one <c>id:key</c> per line. No problem quotes the input.</summary>
internal static partial class SealKeyReader
{
    private const int MostKeys = 64;

    /// <summary>Reads the file that an option names.</summary>
    public static IReadOnlyList<SealKey>? ReadFile(string path, out string problem)
    {
        try
        {
            return Read(File.ReadLines(path).Take(10_000), path, out problem);
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = $"The seal keys in '{path}' cannot be read.";
            return null;
        }
    }

    /// <summary>
    /// Reads keys. The first one encrypts, and all of them decrypt. Blank lines and lines that begin with <c>#</c> are ignored.
    /// </summary>
    /// <param name="lines">The lines.</param>
    /// <param name="place">The file or option they come from, for the problem.</param>
    /// <param name="problem">The first problem; empty on success.</param>
    public static IReadOnlyList<SealKey>? Read(IEnumerable<string> lines, string place, out string problem)
    {
        var keys = new List<SealKey>();
        var number = 0;
        foreach (var line in lines.Select(static line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (!TryRead(line, keys, out var what))
            {
                problem = $"{place}:{number}: {what}";
                return null;
            }
        }

        problem = keys.Count == 0 ? $"{place} contains no seal key; write one as id:key, where key is 32 bytes in base64." : "";
        return keys.Count == 0 ? null : keys;
    }

    private static bool TryRead(string line, List<SealKey> keys, out string what)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var id = colon < 0 ? "" : line[..colon].TrimEnd();
        var secret = new byte[SealKey.SecretLength];
        what = colon < 0 ? "a seal key must be written as id:key."
            : !Id().IsMatch(id) ? "the id of a seal key must be 1 to 32 letters, digits, dots, hyphens or underscores."
            : keys.Exists(key => key.Id == id) ? "the id of a seal key is used twice."
            : keys.Count == MostKeys ? $"there are more than {MostKeys} seal keys."
            : !Convert.TryFromBase64String(line[(colon + 1)..].TrimStart(), secret, out var length)
                || length != SealKey.SecretLength ? "a seal key must be 32 bytes in base64."
            : "";
        if (what.Length == 0)
        {
            keys.Add(new SealKey(id, secret));
        }

        return what.Length == 0;
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,32}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();
}
