using System.Text.RegularExpressions;

namespace Relay.ChatCompletions;

/// <summary>Makes words of a vendor fit for clients and logs: short, one line, without addresses and keys (V38).</summary>
internal static partial class VendorText
{
    private const int LongestText = 500;

    // What is cut off is never looked at, so the expressions below see a bounded text.
    private const int LongestRead = 8_000;
    private const int Patience = 250;

    /// <summary>Cleans a sentence of a vendor.</summary>
    /// <param name="text">What the vendor wrote.</param>
    /// <param name="secrets">Words that must not show, whatever they look like. Hidden before anything is cut, so that no half of one is left.</param>
    public static string Clean(string text, SecretWords secrets)
    {
        var clean = secrets.HideIn(text);
        clean = clean.Length > LongestRead ? clean[..LongestRead] : clean;
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

    // The prefixes vendors give their keys, also when they are partly starred out; what is called a key; long runs of letters and digits.
    [GeneratedRegex(
        @"\b(?:(?:sk|pk|rk|ak|gsk|xai|nvapi|hf|fw|csk|pplx|tgp|key|ghp|glpat)[-_]|AIza|eyJ)[A-Za-z0-9_\-.*•…]{6,}(?<!\.)"
        + @"|(?<=\b[Aa][Pp][Ii][-_ ]?[Kk][Ee][Yy]\s{0,4}[=:]\s{0,4}[""']?)[^\s""',;]{4,}"
        + @"|\b(?=[A-Za-z]*[0-9])[A-Za-z0-9]{32,}\b",
        RegexOptions.None,
        Patience)]
    private static partial Regex Key();

    [GeneratedRegex(@"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b|\[[0-9a-f]*:[0-9a-f:.]+\](?::\d{1,5})?|\blocalhost(?::\d{1,5})?\b", RegexOptions.IgnoreCase, Patience)]
    private static partial Regex Address();

    [GeneratedRegex(@"[\s\p{Cc}\p{Cf}]+", RegexOptions.None, Patience)]
    private static partial Regex Blank();
}
