using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Clients.Views;

/// <summary>The parts of output items that clients pick out.</summary>
internal static class ResponseParts
{
    public static string ReadType(this JsonElement json) => json.Member("type").Text() ?? "";

    /// <summary>Returns the text of messages, as the SDKs' <c>output_text</c> joins it.</summary>
    public static string OutputText(IEnumerable<JsonElement> items) => string.Concat(items
        .Where(item => item.ReadType() == "message")
        .SelectMany(item => item.Member("content").Elements())
        .Where(part => part.ReadType() == "output_text")
        .Select(part => part.Member("text").Text()));

    public static string ReadSummary(JsonElement item) =>
        string.Concat(item.Member("summary").Elements().Select(part => part.Member("text").Text()));

    public static string ReasoningText(JsonElement item) =>
        string.Concat(item.Member("content").Elements().Select(part => part.Member("text").Text()));

    /// <summary>Returns the calls among the items, by the id that their outputs must name.</summary>
    public static IReadOnlyList<ClientCall> ReadCalls(IEnumerable<JsonElement> items) => [.. items.Where(IsCall).Select(ReadCall)];

    public static bool IsCall(JsonElement item) => item.ReadType() is "function_call" or "custom_tool_call";

    public static ClientCall ReadCall(JsonElement item) => new(
        item.Member("call_id").Text(), item.Member("name").Text() ?? "",
        item.Member(item.ReadType() == "custom_tool_call" ? "input" : "arguments").Text() ?? "");

    /// <summary>Returns the usage as the SDKs pass it on; missing members stay missing.</summary>
    public static ClientUsage? ReadUsage(JsonElement response) => response.Member("usage") is { ValueKind: JsonValueKind.Object } usage
        ? new ClientUsage(
            usage.Member("input_tokens").Integer() ?? 0, usage.Member("output_tokens").Integer() ?? 0,
            usage.Member("input_tokens_details").Member("cached_tokens").Integer(),
            usage.Member("output_tokens_details").Member("reasoning_tokens").Integer())
        : null;

    /// <summary>Returns the message of an error object, wherever this one keeps it.</summary>
    public static string? ErrorMessage(JsonElement json) => json.Member("error").Member("message").Text() ?? json.Member("message").Text();
}
