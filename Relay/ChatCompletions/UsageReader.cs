using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>Reads a usage object in any of the vendors' shapes (Q99–Q107).</summary>
internal static class UsageReader
{
    // 2 to the power of 63, the first number that a count cannot hold.
    private const double LongestCount = 9_223_372_036_854_775_808;

    public static UsageCounts Read(ReadOnlySpan<byte> json)
    {
        using var document = JsonText.Parse(json);
        var usage = document.RootElement;
        var input = ReadNumber(usage, "prompt_tokens") ?? ReadNumber(usage, "input_tokens");
        var output = ReadNumber(usage, "completion_tokens") ?? ReadNumber(usage, "output_tokens");
        var cached = ReadDetail(usage, "prompt_tokens_details", "input_tokens_details", "cached_tokens")
            ?? ReadNumber(usage, "prompt_cache_hit_tokens")
            ?? ReadNumber(usage, "cached_tokens")
            ?? ReadNumber(usage, "cache_read_input_tokens");
        var written = ReadDetail(usage, "prompt_tokens_details", "input_tokens_details", "cache_write_tokens")
            ?? ReadDetail(usage, "prompt_tokens_details", "input_tokens_details", "cache_creation_tokens")
            ?? ReadDetail(usage, "prompt_tokens_details", "input_tokens_details", "cache_creation_input_tokens")
            ?? ReadNumber(usage, "cache_creation_input_tokens")
            ?? ReadNumber(usage, "cache_write_tokens");
        var reasoning = ReadDetail(usage, "completion_tokens_details", "output_tokens_details", "reasoning_tokens")
            ?? ReadNumber(usage, "reasoning_tokens");
        return new UsageCounts(input, cached, written, output, reasoning, ReadNumber(usage, "total_tokens"));
    }

    // A sum that does not fit is no more usable than a number that does not.
    public static long Sum(long left, long right) => left > long.MaxValue - right ? 0 : left + right;

    private static long? ReadDetail(JsonElement usage, string details, string alias, string name) =>
        usage.TryGetProperty(details, out var inner) && ReadNumber(inner, name) is { } number ? number
        : usage.TryGetProperty(alias, out inner) ? ReadNumber(inner, name)
        : null;

    private static long? ReadNumber(JsonElement parent, string name)
    {
        if (parent.ValueKind is not JsonValueKind.Object
            || !parent.TryGetProperty(name, out var value)
            || value.ValueKind is not JsonValueKind.Number)
        {
            return null;
        }

        if (value.TryGetInt64(out var whole))
        {
            return Math.Max(0, whole);
        }

        // Some vendors send floats: these are truncated. A number beyond 64 bits is no count.
        return value.TryGetDouble(out var real) && real < LongestCount ? Math.Max(0, (long)real) : null;
    }
}
