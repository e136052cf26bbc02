using System.Text.Json;
using Conformance.Classifying.Streams;
using Conformance.Reading;

namespace Conformance.Classifying.Quirks;

/// <summary>Finds failures that are not marked as errors, and chunks that are not separated as events.</summary>
internal sealed class UnmarkedFailures : IQuirkDetector
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Quirks { get; } = ["Q163", "Q164", "Q165"];

    /// <inheritdoc/>
    public IEnumerable<QuirkSighting> Find(StreamReading reading)
    {
        foreach (var happened in reading.Events.Where(static happened => !happened.IsSentinel && !happened.IsError))
        {
            if (IsFailure(happened.Json))
            {
                yield return new QuirkSighting("Q163", happened.Offset, "an object without choices reports a failure, and has no error");
            }
            else if (IsJoined(happened.Data))
            {
                yield return new QuirkSighting("Q165", happened.Offset, "chunks follow each other without a blank line");
            }
            else if (!happened.Json.IsPresent() && IsProse(happened.Data.Trim()))
            {
                yield return new QuirkSighting("Q164", happened.Offset, "a sentence or a page is in the place of a chunk");
            }
        }
    }

    private static bool IsFailure(JsonElement json) =>
        json.IsObject()
        && json.Member("choices").Elements().Count == 0
        && (json.Member("base_resp").Member("status_code").Integer() is not (null or 0)
            || json.Member("success").ValueKind is JsonValueKind.False
            || json.Member("detail").HasValue()
            || json.Member("message").Text() is { Length: > 0 }
            || json.Member("msg").Text() is { Length: > 0 });

    private static bool IsJoined(string data)
    {
        var lines = data.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 1 && lines.Count(static line => VendorJson.Parse(line).IsObject()) > 1;
    }

    // Heartbeats are single words, and a broken chunk begins with a brace.
    private static bool IsProse(string data) => data.StartsWith('<') || (data is not ['{' or '[', ..] && data.Contains(' '));
}
