using System.Text.Json;
using System.Text.RegularExpressions;
using Relay.Translating;

namespace Relay.ChatCompletions;

/// <summary>Reads the error a vendor put into its answer (Q118–Q121) into a failure that may be shown.</summary>
internal static partial class ErrorReader
{
    private const string Unsaid = "The upstream reported an error.";

    public static UpstreamFailure Read(JsonSlice error, ReadOnlySpan<byte> payload)
    {
        if (!error.IsObject)
        {
            return new UpstreamFailure("upstream_error", error.HasText ? Sentence(JsonText.Decode(error.In(payload))) : Unsaid);
        }

        using var document = JsonText.Parse(error.In(payload));
        return Read(document.RootElement);
    }

    private static UpstreamFailure Read(JsonElement error)
    {
        var status = Status(error, "code") ?? Status(error, "status") ?? 502;
        var code = Text(error, "code");
        var type = Text(error, "type");
        var isRateLimit = status == 429 || IsRateLimit(code) || IsRateLimit(type);
        return new UpstreamFailure(
            isRateLimit && !IsQuota(code) ? "rate_limit_exceeded" : Code(code) ?? KnownType(type) ?? "upstream_error",
            Text(error, "message") is { } message ? Sentence(message) : Unsaid,
            isRateLimit ? "rate_limit_error" : Code(type) ?? "server_error",
            isRateLimit ? 429 : status,
            Code(Text(error, "param")));
    }

    private static string Sentence(string message) => ErrorText.Clean(message) is { Length: > 0 } clean ? clean : Unsaid;

    private static bool IsRateLimit(string? word) =>
        word is "429" || (word is not null && (word.Contains("rate_limit", StringComparison.OrdinalIgnoreCase) || word.Equals("too_many_requests", StringComparison.OrdinalIgnoreCase)));

    private static bool IsQuota(string? code) => code is "insufficient_quota";

    /// <summary>A vendor's own code is kept when it looks like one: clients know <c>context_length_exceeded</c> and its like.</summary>
    private static string? Code(string? word) => word is not null && CodeWord().IsMatch(word) ? word : null;

    private static string? KnownType(string? type) => type is "insufficient_quota" or "context_length_exceeded" or "server_error" or "overloaded_error" ? type : null;

    private static int? Status(JsonElement error, string name)
    {
        if (!error.TryGetProperty(name, out var value))
        {
            return null;
        }

        var isNumber = value.ValueKind is JsonValueKind.Number ? value.TryGetInt32(out var status) : int.TryParse(Text(error, name), out status);
        return isNumber && status is >= 400 and <= 599 ? status : null;
    }

    private static string? Text(JsonElement error, string name) =>
        error.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex("^[a-z][a-z0-9_]{0,63}$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex CodeWord();
}
