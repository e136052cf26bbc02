using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Conformance.Results;

/// <summary>Names from outside (ids, relay names) as relative paths that stay below their folder on every file system.</summary>
internal static class SafePath
{
    private const int MaxSegment = 100;

    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
        "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
    };

    /// <summary>
    /// The id's path with forward slashes. Letters, digits, dots, hyphens and underscores stay; different ids stay different.
    /// </summary>
    public static string EscapeId(string id) => string.Join('/', id.Split('/').Select(EscapeSegment));

    /// <summary>One segment of a path.</summary>
    public static string EscapeSegment(string name)
    {
        var text = new StringBuilder();
        foreach (var unit in Encoding.UTF8.GetBytes(name))
        {
            // A leading dot hides a file, a trailing one is dropped by Windows; "." and ".." are both.
            var plain = char.IsAsciiLetterOrDigit((char)unit) || unit is (byte)'-' or (byte)'_' || (unit == '.' && text.Length > 0);
            text.Append(plain ? ((char)unit).ToString() : string.Create(CultureInfo.InvariantCulture, $"~{unit:x2}"));
        }

        if (text.Length == 0 || text[^1] == '.' || Devices.Contains(text.ToString().Split('.')[0]))
        {
            text.Append('~');
        }

        return text.Length <= MaxSegment ? text.ToString() : $"{text.ToString(0, MaxSegment - 9)}~{Hash(name)}";
    }

    /// <summary>
    /// The full path of <paramref name="relative"/> below <paramref name="folder"/>; <see langword="null"/> when it leads out of it.
    /// </summary>
    public static string? TryResolve(string folder, string relative)
    {
        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(Path.Combine(root, relative));

        return full.StartsWith(root, StringComparison.Ordinal) ? full : null;
    }

    private static string Hash(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
}
