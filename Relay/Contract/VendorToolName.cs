namespace Relay.Contract;

/// <summary>
/// Removes what vendors write around the name of a tool: a channel mark (<c>get_weather&lt;|channel|&gt;commentary</c>), the prefix of a
/// group (<c>functions.get_weather</c>), a counter (<c>functions.get_weather:0</c>), blanks.
/// </summary>
internal static class VendorToolName
{
    private static readonly string[] Prefixes =
        ["functions.", "functions:", "functions::", "function.", "tools.", "tool.", "default_api.", "default_api:"];

    /// <summary>Returns the declared name that a name contains; <see langword="null"/> if it contains none.</summary>
    /// <param name="name">The vendor's name, which is not declared.</param>
    /// <param name="isDeclared">Whether a name was declared.</param>
    public static string? Find(string name, Func<string, bool> isDeclared)
    {
        foreach (var candidate in (ReadOnlySpan<string>)[CutMarks(name), RemovePrefix(CutMarks(name))])
        {
            if (isDeclared(candidate))
            {
                return candidate;
            }

            if (CutCounter(candidate) is { } uncounted && isDeclared(uncounted))
            {
                return uncounted;
            }
        }

        return null;
    }

    /// <summary>Returns the part of an incomplete name behind its prefix; <see langword="null"/> if it has none.</summary>
    public static string? FindStart(string name)
    {
        var start = name.TrimStart();
        var rest = RemovePrefix(start);
        return rest.Length < name.Length ? rest : null;
    }

    /// <summary>Returns whether an incomplete name may be the start of a prefix.</summary>
    public static bool IsStartOfPrefix(string name) =>
        Array.Exists(Prefixes, prefix => prefix.StartsWith(name.TrimStart(), StringComparison.Ordinal));

    private static string CutMarks(string name)
    {
        var mark = name.IndexOf("<|", StringComparison.Ordinal);
        return (mark > 0 ? name[..mark] : name).Trim().Trim('"', '\'', '`').Trim();
    }

    private static string RemovePrefix(string name)
    {
        var prefix = Array.FindLast(Prefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal));
        return prefix is null ? name : name[prefix.Length..];
    }

    private static string? CutCounter(string name)
    {
        var colon = name.LastIndexOf(':');
        return colon > 0 && colon < name.Length - 1 && !name.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9') ? name[..colon]
            : name.EndsWith("()", StringComparison.Ordinal) ? name[..^2]
            : null;
    }
}
