using System.Text.RegularExpressions;

namespace Conformance.Running;

/// <summary>Takes credentials out of text that is shown or kept.</summary>
internal static partial class Secrets
{
    public static string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return Password().Replace(Flag().Replace(Query().Replace(Assignment().Replace(Token().Replace(Bearer().Replace(text, "${keep}***"), "***"), "${keep}***"), "${keep}***"), "${keep}***"), "${keep}***@");
    }

    /// <summary>A parameter of an address, such as <c>?key=…</c>.</summary>
    [GeneratedRegex(@"(?<keep>[?&](?:key|sig|signature|auth|access|code)=)[^\s&""'#]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Query();

    /// <summary>An option of a command, such as <c>--api-key …</c>; the variable of a shell is no secret.</summary>
    [GeneratedRegex(@"(?<keep>--(?:[\w-]*-)?(?:api-?key|token|secret|password)\s+[""']?)(?![""'$\-])[^\s""',;]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Flag();

    [GeneratedRegex(@"(?<keep>\bbearer\s+)[^\s""',;]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bearer();

    [GeneratedRegex(@"\b(?:sk|gsk|pk|xai|hf|ghp)[-_][A-Za-z0-9_\-]{8,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"(?<keep>(?:api[-_]?key|token|secret|password)\w*[=:]\s*[""']?)[^\s""',;]+", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignment();

    [GeneratedRegex(@"(?<keep>://[^\s/:@]+:)[^\s/@]+@", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Password();
}
