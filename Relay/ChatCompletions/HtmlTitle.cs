using System.Net;

namespace Relay.ChatCompletions;

/// <summary>Recognises pages of HTML, and finds their title or first heading.</summary>
internal static class HtmlTitle
{
    // A title stands near the start.
    private const int LongestRead = 8_000;

    /// <summary>Returns whether a text is a page of HTML.</summary>
    public static bool IsPage(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<head", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<body", StringComparison.OrdinalIgnoreCase)
            || (start.StartsWith("<", StringComparison.Ordinal) && start.Contains("<html", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Returns the title of a page, or its first heading, without markup; <see langword="null"/> if it has neither.</summary>
    public static string? Find(string page)
    {
        var start = page.Length > LongestRead ? page[..LongestRead] : page;
        return FindElement(start, "title") ?? FindElement(start, "h1");
    }

    private static string? FindElement(string page, string name)
    {
        var open = page.IndexOf($"<{name}", StringComparison.OrdinalIgnoreCase);
        var from = open < 0 ? -1 : page.IndexOf('>', open);
        if (from < 0)
        {
            return null;
        }

        var end = page.IndexOf('<', from);
        var text = WebUtility.HtmlDecode(page[(from + 1)..(end < 0 ? page.Length : end)])
            .Replace("<", "", StringComparison.Ordinal)
            .Replace(">", "", StringComparison.Ordinal)
            .Trim();
        return text.Length > 0 ? text : null;
    }
}
