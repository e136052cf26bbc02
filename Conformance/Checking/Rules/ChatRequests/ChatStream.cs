using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Whether a stream is asked for.</summary>
/// <remarks>A relay may ask for a stream and answer with one body, or the other way round: the cases that hold the upstream back find what that costs.</remarks>
internal sealed class ChatStream : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-stream",
        "C22",
        Severity.Error,
        "`stream` is true, false or absent, and there are no `stream_options` without a stream.",
        "OpenAI: 400 `The 'stream_options' parameter is only allowed when 'stream' is enabled` (BerriAI/litellm#5803, sgl-project/sglang#16068).");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        var (stream, options) = (chat.Body.Member("stream"), chat.Body.Member("stream_options"));
        if (stream.HasValue() && stream.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            yield return At("stream", "The stream of the chat request is neither true nor false.", "true or false", stream.Shown());
        }
        else if (options.HasValue() && stream.ValueKind != JsonValueKind.True)
        {
            yield return At("stream_options", "The chat request has stream_options without a stream.", "nothing", options.Shown());
        }
        else if (options.HasValue() && !options.IsObject())
        {
            yield return At("stream_options", "The stream_options of the chat request are not an object.", "{include_usage: true}", options.Shown());
        }
    }
}
