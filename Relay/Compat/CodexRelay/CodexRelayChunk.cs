using System.Text.Json;

namespace Relay.Compat.CodexRelay;

/// <summary>
/// Reads the chunks that codex-relay reads. It has fixed types: a member of another kind or one that is there twice loses the whole chunk,
/// and the content of members that it does not know has no effect.
/// </summary>
internal static class CodexRelayChunk
{
    // Unknown members are skipped without a limit.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>Returns the chunk; <see langword="null"/> for one that codex-relay cannot read.</summary>
    public static JsonDocument? Parse(ReadOnlySpan<byte> payload)
    {
        JsonDocument? chunk = null;
        try
        {
            chunk = JsonDocument.Parse(payload.ToArray(), Options);
            if (IsReadable(chunk.RootElement))
            {
                return chunk;
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or half a surrogate pair in a name or in a text that it reads.
        }

        chunk?.Dispose();
        return null;
    }

    private static bool IsReadable(JsonElement chunk) =>
        HasEachOnce(chunk, "choices", "usage")
        && chunk.Member("choices").Elements() is { } choices
        && choices.All(IsReadableChoice)
        && IsReadableUsage(chunk.Member("usage"));

    // It never uses the usage, but requires three whole numbers in it.
    private static bool IsReadableUsage(JsonElement? usage) =>
        IsNothing(usage)
        || (HasEachOnce(usage, "prompt_tokens", "completion_tokens", "total_tokens")
            && IsCount(usage.Member("prompt_tokens"))
            && IsCount(usage.Member("completion_tokens"))
            && IsCount(usage.Member("total_tokens")));

    private static bool IsReadableChoice(JsonElement choice) =>
        HasEachOnce(choice, "delta", "finish_reason")
        && IsTextOrNothing(choice, "finish_reason")
        && choice.Member("delta") is { } delta
        && IsReadableDelta(delta);

    private static bool IsReadableDelta(JsonElement delta) =>
        HasEachOnce(delta, "role", "content", "reasoning_content", "tool_calls")
        && IsTextOrNothing(delta, "role")
        && IsTextOrNothing(delta, "content")
        && IsTextOrNothing(delta, "reasoning_content")
        && (IsNothing(delta.Member("tool_calls")) || (delta.Member("tool_calls").Elements() is { } calls && calls.All(IsReadableCall)));

    private static bool IsReadableCall(JsonElement call) =>
        HasEachOnce(call, "index", "id", "function")
        && call.Member("index").Index() is not null
        && IsTextOrNothing(call, "id")
        && (IsNothing(call.Member("function")) || (call.Member("function") is { } function && IsReadableFunction(function)));

    private static bool IsReadableFunction(JsonElement function) =>
        HasEachOnce(function, "name", "arguments") && IsTextOrNothing(function, "name") && IsTextOrNothing(function, "arguments");

    private static bool HasEachOnce(JsonElement? owner, params ReadOnlySpan<string> known)
    {
        if (owner is not { ValueKind: JsonValueKind.Object } members)
        {
            return false;
        }

        var seen = 0;
        foreach (var member in members.EnumerateObject())
        {
            var bit = known.IndexOf(member.Name) is var place and >= 0 ? 1 << place : 0;
            if ((seen & bit) != 0)
            {
                return false;
            }

            seen |= bit;
        }

        return true;
    }

    private static bool IsTextOrNothing(JsonElement owner, string name) =>
        IsNothing(owner.Member(name)) || owner.Member(name).Text() is not null;

    private static bool IsCount(JsonElement? value) => value is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt32(out _);

    private static bool IsNothing(JsonElement? value) => value is null or { ValueKind: JsonValueKind.Null };
}
