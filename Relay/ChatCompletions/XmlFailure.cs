using System.Buffers;
using System.Net;

namespace Relay.ChatCompletions;

/// <summary>Recognises failures that are documents of XML, as storage, gateways and SOAP services send them (Q175).</summary>
/// <param name="Code">The vendor's code; <see langword="null"/> if there is none.</param>
/// <param name="Message">The vendor's message; <see langword="null"/> if there is none.</param>
internal sealed record XmlFailure(string? Code, string? Message)
{
    // The members stand near the start.
    private const int LongestRead = 8_000;
    private const string Data = "<![CDATA[";

    private static readonly SearchValues<char> NameEnds = SearchValues.Create(" \t\r\n/>");

    private static readonly string[] Roots =
    [
        "error", "errors", "errorresponse", "errormessage", "fault", "envelope", "exception", "exceptionreport", "serviceexception",
        "apierror", "response", "problem", "result",
    ];

    private static readonly string[] Codes = ["code", "errorcode", "error_code"];
    private static readonly string[] Messages =
        ["message", "faultstring", "errormessage", "error_message", "description", "detail", "reason", "text", "title", "msg"];

    /// <summary>Reads a text; <see langword="null"/> if it is not an XML document.</summary>
    public static XmlFailure? Read(string text)
    {
        var start = text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        start = start.Length > LongestRead ? start[..LongestRead] : start;
        return IsDocument(start) ? new XmlFailure(Find(start, Codes), Find(start, Messages)) : null;
    }

    /// <summary>The code and the message as one sentence; empty if the document has neither.</summary>
    public string Words => string.Join(": ", new[] { Code, Message }.OfType<string>().Distinct(StringComparer.Ordinal));

    private static bool IsDocument(string text)
    {
        if (HtmlTitle.IsPage(text) || !text.StartsWith('<'))
        {
            return false;
        }

        return text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
            || Roots.Contains(ReadName(text.AsSpan(1)).ToString(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Returns the text of the first element that has one of the names and a text, by the order of the names.</summary>
    private static string? Find(string text, string[] names)
    {
        string? found = null;
        var best = names.Length;
        for (var at = text.IndexOf('<', StringComparison.Ordinal); at >= 0; at = text.IndexOf('<', at + 1))
        {
            var name = ReadName(text.AsSpan(at + 1)).ToString();
            var rank = Array.FindIndex(names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (rank >= 0 && rank < best && ReadText(text, at) is { Length: > 0 } inside)
            {
                (found, best) = (inside, rank);
            }
        }

        return found;
    }

    // A name of an element without its prefix.
    private static ReadOnlySpan<char> ReadName(ReadOnlySpan<char> tag)
    {
        var length = tag.IndexOfAny(NameEnds);
        var name = length < 0 ? tag : tag[..length];
        return name[(name.IndexOf(':') + 1)..];
    }

    private static string? ReadText(string text, int tag)
    {
        var from = text.IndexOf('>', tag) + 1;
        if (from == 0 || text[from - 2] == '/')
        {
            return null;
        }

        if (text.AsSpan(from).TrimStart().StartsWith(Data))
        {
            from = text.IndexOf(Data, from, StringComparison.Ordinal) + Data.Length;
            var end = text.IndexOf("]]>", from, StringComparison.Ordinal);
            return Clean(text[from..(end < 0 ? text.Length : end)]);
        }

        var close = text.IndexOf('<', from);
        return Clean(WebUtility.HtmlDecode(text[from..(close < 0 ? text.Length : close)]));
    }

    private static string Clean(string inside) =>
        inside.Replace("<", "", StringComparison.Ordinal).Replace(">", "", StringComparison.Ordinal).Trim();
}
