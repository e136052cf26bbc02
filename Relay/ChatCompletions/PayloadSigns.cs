using System.Text.Json;
using Relay.Json;

namespace Relay.ChatCompletions;

/// <summary>Decides what an object without choices means, by the members that vendors use for failures and for answers.</summary>
internal static class PayloadSigns
{
    // Members in which other protocols send an answer.
    private static readonly string[] AnswerMembers =
    [
        "delta", "content", "text", "candidates", "output", "outputs", "response", "completion", "completions", "generated_text",
        "generation", "generations", "token", "tool_calls", "arguments", "answer", "content_block", "data", "result", "parts",
    ];

    private static readonly string[] FlagMembers = ["success", "ok", "is_success", "isSuccess"];
    private static readonly string[] CodeMembers = ["code", "errcode", "errno", "error_code", "err_code", "status_code", "statusCode"];
    private static readonly string[] WordMembers =
    [
        "message", "msg", "Message", "error_message", "errorMessage", "error_msg", "errmsg", "err_msg", "error_description", "faultstring",
    ];

    private static readonly string[] FaultMembers = ["detail", "errors", "fault", "exception", "err", "failed_generation"];
    private static readonly string[] GoodWords = ["success", "succeeded", "ok", "none", "200", "0"];
    private static readonly string[] BadWords = ["error", "failed", "failure", "fail"];

    /// <summary>Returns what an object is that has neither choices nor a member named error.</summary>
    /// <param name="payload">The object.</param>
    /// <param name="isChunk">Whether it is otherwise a chunk: it has a list of choices, or usage.</param>
    public static PayloadMeaning Read(ReadOnlySpan<byte> payload, bool isChunk)
    {
        using var document = JsonText.Parse(payload);
        var root = document.RootElement;
        if (HeartbeatPayload.IsObject(root))
        {
            return PayloadMeaning.Harmless;
        }

        if (IsFailure(root, isChunk))
        {
            return PayloadMeaning.Failure;
        }

        if (Has(root, AnswerMembers, HasContent) || HasMember(root, "message", static value => value.ValueKind is JsonValueKind.Object))
        {
            return PayloadMeaning.Unreadable;
        }

        // Names of extensions say nothing.
        return isChunk || root.EnumerateObject().All(static member => member.Name.StartsWith("x_", StringComparison.Ordinal))
            ? PayloadMeaning.Harmless
            : PayloadMeaning.Unknown;
    }

    /// <summary>Returns the names of an object's members, for a warning.</summary>
    public static string GetNames(ReadOnlySpan<byte> payload)
    {
        using var document = JsonText.Parse(payload);
        return string.Join(", ", document.RootElement.EnumerateObject().Select(static member => member.Name).Take(5));
    }

    private static bool IsFailure(JsonElement root, bool isChunk)
    {
        if (Has(root, FlagMembers, static value => value.ValueKind is JsonValueKind.False)
            || Has(root, FaultMembers, HasContent)
            || HasMember(root, "status", static value => IsWord(value, BadWords) || IsRefusal(value))
            || Has(root, CodeMembers, IsRefusal))
        {
            return true;
        }

        if (Has(root, FlagMembers, static value => value.ValueKind is JsonValueKind.True) || Has(root, CodeMembers, IsGood))
        {
            return false;
        }

        // Words beside a chunk may be anything, unless a code stands with them.
        var hasCode = Has(root, CodeMembers, static value => HasContent(value));
        return (hasCode || !isChunk) && Has(root, WordMembers, static value => HasContent(value)
            && value.ValueKind is JsonValueKind.String
            && !IsWord(value, GoodWords));
    }

    private static bool IsRefusal(JsonElement value) =>
        int.TryParse(VendorWords.GetText(value), out var status) && status is >= 400 and <= 599;

    private static bool IsGood(JsonElement value) => IsWord(value, GoodWords)
        || (value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var code) && code is 0 or (>= 200 and < 300));

    private static bool IsWord(JsonElement value, string[] words) =>
        value.ValueKind is JsonValueKind.String && words.Contains(value.GetString(), StringComparer.OrdinalIgnoreCase);

    private static bool HasContent(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => !string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        JsonValueKind.Number or JsonValueKind.True => true,
        _ => false,
    };

    private static bool Has(JsonElement root, string[] names, Func<JsonElement, bool> isMet) =>
        Array.Exists(names, name => HasMember(root, name, isMet));

    private static bool HasMember(JsonElement root, string name, Func<JsonElement, bool> isMet) =>
        root.TryGetProperty(name, out var value) && isMet(value);
}
