using Conformance.Results;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The parts of a message's content.</summary>
internal sealed class ChatPartType : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-part-type",
        "C08",
        Severity.Error,
        "Content parts are of chat's types: `text`, `image_url`, `input_audio`, `file`, `refusal` or a vendor's own, never `input_text`, "
            + "`output_text` or `input_image`.",
        "OpenAI's chat types (`ChatCompletionContentPartParam`); others are 400 `Invalid value: 'input_text'`, with vLLM "
            + "(vllm-project/vllm#41121) and SGLang (sgl-project/sglang#17853) too.");

    protected override IEnumerable<Finding> Examine(ChatView chat) => PartLint.Examine(chat.Sent).Select(fault => From(fault));
}
