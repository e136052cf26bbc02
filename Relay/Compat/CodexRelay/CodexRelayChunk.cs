using System.Text.Json;

namespace Relay.Compat.CodexRelay;

/// <summary>Decides which chunks codex-relay reads: it has fixed types, so that one member of another kind loses the whole chunk.</summary>
internal static class CodexRelayChunk
{
    public static bool IsReadable(JsonElement chunk) =>
        chunk.Member("choices").Elements() is { } choices && choices.All(IsReadableChoice) && IsReadableUsage(chunk.Member("usage"));

    // It never uses the usage, but requires three whole numbers in it.
    private static bool IsReadableUsage(JsonElement? usage) =>
        IsNothing(usage)
        || (IsCount(usage.Member("prompt_tokens")) && IsCount(usage.Member("completion_tokens")) && IsCount(usage.Member("total_tokens")));

    private static bool IsReadableChoice(JsonElement choice) =>
        choice.Member("delta") is { ValueKind: JsonValueKind.Object } delta
        && IsTextOrNothing(choice, "finish_reason")
        && IsTextOrNothing(delta, "role")
        && IsTextOrNothing(delta, "content")
        && IsTextOrNothing(delta, "reasoning_content")
        && (IsNothing(delta.Member("tool_calls")) || (delta.Member("tool_calls").Elements() is { } calls && calls.All(IsReadableCall)));

    private static bool IsReadableCall(JsonElement call) =>
        call.Member("index").Index() is not null
        && IsTextOrNothing(call, "id")
        && (IsNothing(call.Member("function"))
            || (call.Member("function") is { ValueKind: JsonValueKind.Object } function
                && IsTextOrNothing(function, "name")
                && IsTextOrNothing(function, "arguments")));

    private static bool IsTextOrNothing(JsonElement owner, string name) =>
        IsNothing(owner.Member(name)) || owner.Member(name).Text() is not null;

    private static bool IsCount(JsonElement? value) => value is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt32(out _);

    private static bool IsNothing(JsonElement? value) => value is null or { ValueKind: JsonValueKind.Null };
}
