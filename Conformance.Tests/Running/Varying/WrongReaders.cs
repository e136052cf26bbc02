using System.Text.Json.Nodes;

namespace Conformance.Tests.Running.Varying;

/// <summary>Relays that read their upstream wrongly. Each passes its case as long as the stream arrives in the mock's own form.</summary>
internal static class WrongReaders
{
    private const string Plain = "text/plain";

    /// <summary>A relay that reads rightly, through the same proxy.</summary>
    public static WrongReader Right { get; } = new("right", "", Plain, static () => new LineReader());

    /// <summary>All of them.</summary>
    public static IReadOnlyList<WrongReader> All { get; } =
    [
        new("decodes-each-read", "rechunk", "text/characters-of-several-bytes", static () => new LineReader { DecodesEachRead = true }),
        new("gives-up-after-300-reads", "bytewise", Plain, static () => new LineReader { MostReads = 300 }),
        new("takes-two-events-of-a-read", "burst", Plain, static () => new LineReader { MostEventsOfARead = 2 }),
        new("splits-at-line-feeds-only", "newlines", Plain, static () => new LineReader { LineEnds = "\n" }),
        new("keeps-the-mark", "bom", "text/whole-text-sent-again", static () => new LineReader { DropsMark = false }),
        new("ends-at-a-comment", "comments", Plain, static () => new LineReader { EndsAtComment = true }),
        new(
            "needs-the-space",
            "no-space",
            Plain,
            static () => new LineReader { Prefixes = ["data: ", "data:["] , Change = static data => data == "DONE]" ? "[DONE]" : data }),
        new("takes-the-last-data-line", "multi-line", Plain, static () => new LineReader { TakesLastLine = true }),
        new("needs-the-id-first", "key-order", Plain, static () => new LineReader
        {
            Change = static data => data.StartsWith('[') || data.StartsWith("{\"id\"", StringComparison.Ordinal) ? data : "{}",
        }),
        new(
            "undoes-no-unicode-escapes",
            "escapes",
            Plain,
            static () => new LineReader { Change = static data => data.Replace("\\u", "\\\\u", StringComparison.Ordinal) }),
        new("refuses-unknown-members", "unknown-fields", Plain, static () => new LineReader
        {
            Change = static data => data.Contains("\"x_", StringComparison.Ordinal) ? """{"error":{"message":"unknown member"}}""" : data,
        }),
        new(
            "takes-usage-from-its-own-chunk-only",
            "usage-placement",
            Plain,
            static () => new LineReader { Change = WithoutUsageBesideChoices }),
        new("knows-one-spelling-of-the-sentinel", "done-variants", Plain, static () => new LineReader
        {
            Prefixes = ["data: ", "data"],
            Change = static data => data == ":[DONE]" ? """{"error":{"message":"no JSON"}}""" : data.TrimStart(':'),
        }),
        new("takes-compressed-bytes-for-text", "gzip", Plain, static () => new LineReader()) { TakesCompressedForText = true },
    ];

    private static string WithoutUsageBesideChoices(string data)
    {
        if (!data.StartsWith('{') || JsonNode.Parse(data) is not JsonObject chunk || chunk["choices"] is not JsonArray { Count: > 0 })
        {
            return data;
        }

        chunk.Remove("usage");
        return chunk.ToJsonString();
    }
}
