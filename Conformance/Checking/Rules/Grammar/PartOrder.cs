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
        "A message's text and refusal events lie between `content_part.added` and `.done` of their part, `content_index` counts from 0, and each part is closed after its text.",
        "openai-node throws; openai-python asserts; Codex does not care.");

    protected override bool Concerns(ItemTrack item, PartFamily family) => item.Type == "message" && family == PartFamily.Content;
}
