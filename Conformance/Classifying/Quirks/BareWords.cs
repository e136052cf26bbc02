using System.Text;
using System.Text.RegularExpressions;
using Conformance.Classifying.Streams;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds answers that are one word or one line of words, and errors that are documents of XML.</summary>
internal sealed partial class BareWords : IQuirkDetector
{
    private static readonly string[] Known =
        ["data", "event", "id", "retry", "DONE", "null", "true", "false", "ping", "pong", "keepalive", "keep-alive", "heartbeat", "hb"];

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q174", "Q175"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var body = Encoding.UTF8.GetString(reading.Stream.Body.Span).TrimStart('\uFEFF');
        if (reading.Stream.Status == 200 && FindWord(reading, body) is { } word)
        {
            yield return new QuirkSighting("Q174", word.Offset, $"the word '{word.Text}' is in the place of an answer");
        }

        if (IsXml(body))
        {
            yield return new QuirkSighting("Q175", 0, "an error is a document of XML");
        }
        else if (reading.Events.FirstOrDefault(static happened => IsXml(happened.Data)) is { } document)
        {
            yield return new QuirkSighting("Q175", document.Offset, "an error is a document of XML");
        }
    }

    private static (int Offset, string Text)? FindWord(StreamReading reading, string body)
    {
        if (reading.Events.FirstOrDefault(static happened => IsWord(happened.Data.Trim())) is { } happened)
        {
            return (happened.Offset, happened.Data.Trim());
        }

        var line = body.TrimStart().Split('\n', '\r')[0];
        return IsWord(line) || (!reading.IsEventStream && Sentence().IsMatch(line)) ? (0, line) : null;
    }

    private static bool IsWord(string text) => Word().IsMatch(text) && !Known.Contains(text, StringComparer.OrdinalIgnoreCase);

    private static bool IsXml(string text)
    {
        var start = text.AsSpan().TrimStart();
        return !start.Contains("<html", StringComparison.OrdinalIgnoreCase)
            && start.StartsWith('<')
            && (start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
                || start.Contains("</Error>", StringComparison.OrdinalIgnoreCase)
                || start.Contains("</faultstring>", StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]*: ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sentence();
}
