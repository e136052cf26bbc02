using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.Grammar;

/// <summary>The content parts of messages.</summary>
internal sealed class PartOrder() : PartRule("content_index")
{
    public override CheckInfo Info { get; } = new(
        "part-order",
        "V12",
        Severity.Error,
        "The text and refusal events of a message are sent between `content_part.added` and `.done` of their part, `content_index` counts "
            + "from 0, and each part is done after its text.",
        "openai-node throws; openai-python asserts; Codex ignores it.");

    protected override bool Concerns(ItemTrack item, PartFamily family) => item.Type == "message" && family == PartFamily.Content;
}
