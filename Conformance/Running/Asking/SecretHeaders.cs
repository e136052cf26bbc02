namespace Conformance.Running.Asking;

/// <summary>Names of headers whose values are credentials.</summary>
internal static class SecretHeaders
{
    private static readonly string[] Telling = ["auth", "key", "token", "secret", "password", "credential", "cookie"];

    /// <summary>Whether a header's value must not be shown.</summary>
    public static bool Contains(string name) => Telling.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
}
