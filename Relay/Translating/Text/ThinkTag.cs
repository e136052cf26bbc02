using System.Text;
using Relay.Policies;

namespace Relay.Translating.Text;

/// <summary>Represents a pair of tags around reasoning, or a tag before the text of the answer.</summary>
/// <param name="Opening">The opening tag.</param>
/// <param name="Closing">The closing tag; empty if text follows the opening tag.</param>
/// <param name="IsChannel">Whether another opening tag may follow the closing one, as between the channels of gpt-oss.</param>
internal sealed record ThinkTag(byte[] Opening, byte[] Closing, bool IsChannel = false)
{
    private static readonly ThinkTag[] Usual = [Create("<think>", "</think>")];

    private static readonly ThinkTag[] Harmony =
    [
        CreateChannel("<|channel|>analysis<|message|>", "<|end|>"),
        CreateChannel("<|start|>assistant<|channel|>analysis<|message|>", "<|end|>"),
        CreateChannel("<|channel|>final<|message|>", ""),
        CreateChannel("<|start|>assistant<|channel|>final<|message|>", ""),
    ];

    private static readonly ThinkTag[] All =
    [
        .. Usual,
        Create("<thinking>", "</thinking>"),
        Create("<thought>", "</thought>"),
        Create("<reasoning>", "</reasoning>"),
        Create("<seed:think>", "</seed:think>"),
        Create("[THINK]", "[/THINK]"),
        Create("<|begin_of_thought|>", "<|end_of_thought|>"),
        Create("<|START_THINKING|>", "<|END_THINKING|>"),
        .. Harmony,
    ];

    /// <summary>Returns the tags that a policy knows; the usual one first.</summary>
    public static ThinkTag[] GetTags(ThinkTagNames names) => names is ThinkTagNames.Any ? All : Usual;

    private static ThinkTag Create(string opening, string closing) => new(Encoding.UTF8.GetBytes(opening), Encoding.UTF8.GetBytes(closing));

    private static ThinkTag CreateChannel(string opening, string closing) => Create(opening, closing) with { IsChannel = true };
}
