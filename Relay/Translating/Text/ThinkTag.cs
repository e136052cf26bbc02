using System.Text;
using Relay.Policies;

namespace Relay.Translating.Text;

/// <summary>Represents a pair of tags around reasoning.</summary>
internal sealed record ThinkTag(byte[] Opening, byte[] Closing)
{
    private static readonly ThinkTag[] Usual = [Create("<think>", "</think>")];

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
    ];

    /// <summary>Returns the tags that a policy knows; the usual one first.</summary>
    public static ThinkTag[] GetTags(ThinkTagNames names) => names is ThinkTagNames.Any ? All : Usual;

    private static ThinkTag Create(string opening, string closing) => new(Encoding.UTF8.GetBytes(opening), Encoding.UTF8.GetBytes(closing));
}
