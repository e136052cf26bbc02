using System.Text;
using System.Text.RegularExpressions;

namespace Relay.ChatCompletions;

/// <summary>Makes a vendor's error sentence fit to be shown: short, one line, without keys and addresses (V38).</summary>
internal static partial class ErrorText
{
    private const int MaxLength = 500;

    // What is cut off is never looked at, so the expressions below see a bounded text.
    private const int MaxRead = 4_000;

    public static string Clean(string text)
    {
        var line = OneLine(text.Length > MaxRead ? text[..MaxRead] : text);
        line = Address().Replace(line, "[address]");
        line = Secret().Replace(line, "[key]");
        return line.Length <= MaxLength ? line : string.Concat(Start(line), "…");
    }

    private static ReadOnlySpan<char> Start(string line) => line.AsSpan(0, char.IsHighSurrogate(line[MaxLength - 2]) ? MaxLength - 2 : MaxLength - 1);

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isBreak = Rune.IsControl(rune) || Rune.IsWhiteSpace(rune);
            if (!isBreak)
            {
                line.Append(rune);
            }
            else if (line.Length > 0 && line[^1] != ' ')
            {
                line.Append(' ');
            }
        }

        return line.ToString().TrimEnd();
    }

    [GeneratedRegex(@"[a-z][a-z0-9+.\-]*://[^\s""'<>]+|\b\d{1,3}(\.\d{1,3}){3}(:\d+)?\b|\blocalhost(:\d+)?\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b(bearer|basic)\s+[^\s""',]+|\b(sk|pk|rk|ak|gsk|xai|pplx|nvapi|hf|key|api[-_]?key)[-_=:]\s*[A-Za-z0-9_\-.*]{4,}|\bAIza[A-Za-z0-9_\-]{10,}|\b[A-Za-z0-9_\-]{40,}\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Secret();
}
