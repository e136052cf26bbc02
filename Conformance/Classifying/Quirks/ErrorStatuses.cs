using System.Globalization;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds refusals by their status and words.</summary>
internal sealed class ErrorStatuses : IQuirkDetector
{
    private static readonly string[] Quota = ["insufficient_quota", "quota", "billing", "credit", "balance"];
    private static readonly string[] Context = [
        "context_length", "context length", "context window", "too many tokens", "maximum context", "prompt is too long", "too long",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q126", "Q127", "Q128", "Q129", "Q130", "Q134"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        var stream = reading.Stream;
        var words = System.Text.Encoding.UTF8.GetString(stream.Body.Span);
        var after = stream.GetHeader("retry-after");
        bool Says(string[] any) => any.Any(word => words.Contains(word, StringComparison.OrdinalIgnoreCase));
        switch (stream.Status)
        {
            case 429 when double.TryParse(after, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _):
                yield return new QuirkSighting("Q126", null, $"status 429 with retry-after: {after}");
                break;
            case 400 when words.Contains("content_filter", StringComparison.Ordinal)
                || words.Contains("content management policy", StringComparison.OrdinalIgnoreCase):
                yield return new QuirkSighting("Q129", 0, "status 400 from a content filter");
                break;
            case 400 or 413 when Says(Context):
                yield return new QuirkSighting("Q130", 0, "status 400 for too long a context");
                break;
            case 401 or 403 or 404 or >= 500 when reading.Whole.IsObject() || IsText(reading):
                yield return new QuirkSighting("Q134", 0, $"status {stream.Status}: {JsonPeek.Shorten(words)}");
                break;
        }

        if (stream.Status == 429 && Says(Quota))
        {
            yield return new QuirkSighting("Q128", 0, "status 429 that means a quota");
        }

        var isOdd = after is not null && !int.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var isNamed = stream.Status == 429 && after is null && (words.Contains("try again in", StringComparison.OrdinalIgnoreCase)
            || words.Contains("retry after", StringComparison.OrdinalIgnoreCase)
            || words.Contains("retryDelay", StringComparison.Ordinal));
        if (isOdd || isNamed || stream.GetHeader("retry-after-ms") is not null)
        {
            yield return new QuirkSighting("Q127", null, after is null
                ? "the wait is named in another header or in the message"
                : $"retry-after: {after}");
        }
    }

    private static bool IsText(StreamReading reading) => reading.Stream.Body.Span.TrimStart(" \r\n\t"u8) is [not (byte)'<', ..];
}
