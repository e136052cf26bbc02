using System.Text.RegularExpressions;

namespace Relay.ChatCompletions;

/// <summary>Redacts a vendor's text for clients and logs: short, one line, without addresses and keys (V38).</summary>
internal static partial class VendorText
{
    private const int LongestText = 500;

    // The text is truncated first, so that the expressions below run over a bounded text.
    private const int LongestRead = 8_000;
    private const int Patience = 250;

    /// <summary>Redacts a vendor's text.</summary>
    /// <param name="text">The vendor's text.</param>
    /// <param name="secrets">Texts that must be redacted, whatever they look like. They are replaced before the text is truncated, so that
    /// no part of one remains.</param>
    public static string Clean(string text, SecretWords secrets)
    {
        var clean = HideBeforeTheCut(text, secrets);
        try
        {
            clean = Blank().Replace(HideByLooks(clean), " ").Trim();
        }
        catch (RegexMatchTimeoutException)
        {
            return "[hidden]";
        }

        return clean.Length > LongestText ? clean[..Cut(clean)] + "…" : clean;
    }

    // A secret that the first cut divides is in the part that the second removes.
    private static string HideBeforeTheCut(string text, SecretWords secrets)
    {
        var most = LongestRead + secrets.Longest;
        var clean = text.Length > most ? secrets.HideIn(text[..most])[..^secrets.Longest] : secrets.HideIn(text);
        return clean.Length > LongestRead ? clean[..LongestRead] : clean;
    }

    private static string HideByLooks(string text)
    {
        text = Url().Replace(text, "[address]");
        text = Bearer().Replace(text, "${scheme} [key]");
        text = Key().Replace(text, "[key]");
        return Address().Replace(text, "[address]");
    }

    private static int Cut(string text) => char.IsHighSurrogate(text[LongestText - 2]) ? LongestText - 2 : LongestText - 1;

    [GeneratedRegex(@"\b[a-z][a-z0-9+.\-]{1,20}://[^\s""'<>]+(?<![.,;:])", RegexOptions.IgnoreCase, Patience)]
    private static partial Regex Url();

    [GeneratedRegex(@"\b(?<scheme>bearer|basic)\s+[^\s""',;]{4,}", RegexOptions.IgnoreCase, Patience)]
    private static partial Regex Bearer();

    // The prefixes of vendors' keys, also of partly masked ones; values named as a key; long sequences of letters and digits.
    [GeneratedRegex(
        @"\b(?:(?:sk|pk|rk|ak|gsk|xai|nvapi|hf|fw|csk|pplx|tgp|key|ghp|glpat)[-_]|AIza|eyJ)[A-Za-z0-9_\-.*•…]{6,}(?<!\.)"
        + @"|(?<=\b[Aa][Pp][Ii][-_ ]?[Kk][Ee][Yy]\s{0,4}[=:]\s{0,4}[""']?)[^\s""',;]{4,}"
        + @"|\b(?=[A-Za-z]*[0-9])[A-Za-z0-9]{32,}\b",
        RegexOptions.None,
        Patience)]
    private static partial Regex Key();

    [GeneratedRegex(
        @"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b|\[[0-9a-f]*:[0-9a-f:.]+\](?::\d{1,5})?|\blocalhost(?::\d{1,5})?\b",
        RegexOptions.IgnoreCase,
        Patience)]
    private static partial Regex Address();

    [GeneratedRegex(@"[\s\p{Cc}\p{Cf}]+", RegexOptions.None, Patience)]
    private static partial Regex Blank();
}
