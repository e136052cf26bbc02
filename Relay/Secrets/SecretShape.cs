using System.Text.RegularExpressions;

namespace Relay.Secrets;

/// <summary>Recognises values that may be keys although they stand in a place for other values.</summary>
internal static partial class SecretShape
{
    private const int Patience = 250;
    private const int LongestRead = 4_000;

    /// <summary>Returns whether a value has the prefix of a vendor's key, or is a token.</summary>
    public static bool IsKey(string value) => Matches(Prefixed(), value);

    /// <summary>Returns whether a value is a key by its prefix, or a long sequence of letters and digits as random keys are.</summary>
    public static bool MayBeKey(string value) => IsKey(value) || Matches(Random(), value) || Matches(Credentials(), value);

    /// <summary>
    /// Returns whether a named value that is sent to a vendor may be a secret: by its name or its form. Names of models have the form of
    /// keys, and answers contain them.
    /// </summary>
    public static bool MayBeSecret(string name, string value) =>
        IsKey(value)
        || (value.Length >= 3 && Matches(CredentialName(), name))
        || (!name.Contains("model", StringComparison.OrdinalIgnoreCase)
            && (value.Length >= 16 || (value.Length >= 6 && value.AsSpan().ContainsAnyInRange('0', '9'))));

    /// <summary>Replaces the keys with a known prefix in a text.</summary>
    public static string HideKeysIn(string text)
    {
        try
        {
            return Prefixed().Replace(text, "[hidden]");
        }
        catch (RegexMatchTimeoutException)
        {
            return "[hidden]";
        }
    }

    // A value that cannot be searched in time is not shown.
    private static bool Matches(Regex expression, string value)
    {
        try
        {
            return value.Length > LongestRead || expression.IsMatch(value);
        }
        catch (RegexMatchTimeoutException)
        {
            return true;
        }
    }

    // The second group is also the beginning of ordinary names, such as key_header.
    [GeneratedRegex(
        @"(?<![A-Za-z0-9])(?:(?:(?:sk|gsk|xai|nvapi|csk|pplx|tgp|ghp|glpat|gho)[-_]|AIza|eyJ)[A-Za-z0-9_\-.*•…]{6,}"
        + @"|(?:pk|rk|ak|hf|fw|key)[-_](?=[A-Za-z0-9_\-.]*[0-9])[A-Za-z0-9_\-.*•…]{6,}|(?:bearer|basic)\s+\S{4,})",
        RegexOptions.IgnoreCase,
        Patience)]
    private static partial Regex Prefixed();

    [GeneratedRegex(
        @"(?=[A-Za-z_\-+=]*[0-9])(?=[0-9_\-+=]*[A-Za-z])[A-Za-z0-9_\-+=]{16,}|[A-Za-z0-9+/=]{32,}", RegexOptions.None, Patience)]
    private static partial Regex Random();

    [GeneratedRegex(@"://[^/@\s]*@|[?&][^=&\s]+=", RegexOptions.None, Patience)]
    private static partial Regex Credentials();

    [GeneratedRegex(
        @"key|token|secret|passw|passphrase|auth|credential|cookie|session|signature|\bpin\b",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        Patience)]
    private static partial Regex CredentialName();
}
