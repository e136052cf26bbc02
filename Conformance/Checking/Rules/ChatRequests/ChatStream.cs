using Conformance.Results;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Checks whether the chat request asks for a stream.</summary>
/// <remarks>
/// A relay may ask for a stream and answer with one body, or the other way round: the cases that hold the upstream back find what that
/// costs.
/// </remarks>
internal sealed class ChatStream : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-stream",
        "C22",
        Severity.Error,
        "`stream` is true, false or absent, and `stream_options` is only present with a stream.",
        "OpenAI: 400 `The 'stream_options' parameter is only allowed when 'stream' is enabled` (BerriAI/litellm#5803, "
            + "sgl-project/sglang#16068).");

    protected override IEnumerable<Finding> Examine(ChatView chat) => StreamLint.Examine(chat.Sent).Select(fault => From(fault));
}
