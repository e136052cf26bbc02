using System.Text.RegularExpressions;
using Relay.Translating;

namespace Relay.Streaming;

/// <summary>Makes words of a vendor fit for clients and logs: short, one line, without addresses and keys (V38).</summary>
internal static partial class VendorText
{
    private const int LongestText = 500;
    private const int LongestRead = 8_000;
    private const int Patience = 250;

    /// <summary>Cleans a message of a vendor.</summary>
    /// <param name="text">What the vendor wrote.</param>
    /// <param name="secrets">Words that must not show, whatever they look like: the key in use, the upstream's host.</param>
    public static string Clean(string text, params ReadOnlySpan<string?> secrets)
    {
        var clean = text.Length > LongestRead ? text[..LongestRead] : text;
        foreach (var secret in secrets)
        {
            clean = string.IsNullOrEmpty(secret) ? clean : clean.Replace(secret, "[hidden]", StringComparison.OrdinalIgnoreCase);
        }

        clean = Url().Replace(clean, "[address]");
        clean = Bearer().Replace(clean, "${scheme} [key]");
        clean = Key().Replace(clean, "[key]");
        clean = Address().Replace(clean, "[address]");
        clean = Blank().Replace(clean, " ").Trim();
        return clean.Length > LongestText ? clean[..Cut(clean)] + "…" : clean;
    }

    /// <summary>Cleans the words of a failure.</summary>
    public static UpstreamFailure Clean(UpstreamFailure failure, params ReadOnlySpan<string?> secrets) => failure with
    {
        Message = Clean(failure.Message, secrets),
        Code = Clean(failure.Code, secrets),
        Type = Clean(failure.Type, secrets),
        Param = failure.Param is null ? null : Clean(failure.Param, secrets),
    };

    private static int Cut(string text) => char.IsHighSurrogate(text[LongestText - 2]) ? LongestText - 2 : LongestText - 1;

    [GeneratedRegex(@"\b[a-z][a-z0-9+.\-]{1,20}://[^\s""'<>]+", RegexOptions.IgnoreCase, Patience)]
    private static partial Regex Url();

    [GeneratedRegex(@"\b(?<scheme>bearer|basic)\s+[^\s""',;]{4,}", RegexOptions.IgnoreCase, Patience)]
    private static partial Regex Bearer();

    // The prefixes vendors give their keys, also when they are partly starred out.
    [GeneratedRegex(@"\b(?:(?:sk|pk|rk|gsk|xai|nvapi|hf|fw|csk|pplx|tgp|key|ghp|glpat)[-_]|AIza|eyJ)[A-Za-z0-9_\-.*•…]{6,}", RegexOptions.None, Patience)]
    private static partial Regex Key();

    [GeneratedRegex(@"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b|\blocalhost(?::\d{1,5})?\b", RegexOptions.IgnoreCase, Patience)]
    private static partial Regex Address();

    [GeneratedRegex(@"[\s\p{Cc}\p{Cf}]+", RegexOptions.None, Patience)]
    private static partial Regex Blank();
}
