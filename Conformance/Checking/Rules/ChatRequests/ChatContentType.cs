using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The type of the body.</summary>
internal sealed class ChatContentType : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-content-type",
        "C02",
        Severity.Error,
        "The content type of a chat request is `application/json`; a charset, if given, is UTF-8.",
        "RFC 8259; OpenAI answers 415, vLLM 400 `Only 'application/json' is allowed` (vllm-project/vllm#13193).");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        var values = chat.GetHeader("content-type");
        if (values is not [var value])
        {
            yield return At(
                "headers.content-type",
                values.Count == 0 ? "The chat request has no content type." : "The chat request has several content types.",
                "application/json",
                values.Count == 0 ? "nothing" : string.Join(", ", values));
            yield break;
        }

        var parts = value.Split(';', StringSplitOptions.TrimEntries);
        if (!parts[0].Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            yield return At("headers.content-type", "The content type of the chat request is not JSON.", "application/json", value);
        }

        var charset = parts.Skip(1).FirstOrDefault(part => part.StartsWith("charset=", StringComparison.OrdinalIgnoreCase));
        if (charset is not null && !charset["charset=".Length..].Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            yield return At("headers.content-type", "The charset of the chat request is not UTF-8.", "charset=utf-8", value);
        }
    }
}
