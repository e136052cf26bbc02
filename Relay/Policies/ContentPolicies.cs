namespace Relay.Policies;

/// <summary>What the pieces of an answer mean: its choices, its text, its reasoning.</summary>
internal static class ContentPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "bad_chunk",
            "What a payload that is no JSON object means (Q149, Q150).",
            p => p.BadChunk,
            (p, v) => p with { BadChunk = v },
            ("skip", BadChunk.Skip, "It is left out, with a warning."),
            ("fail", BadChunk.Fail, "response.failed with upstream_bad_response.")),
        PolicyEntry.Of(
            "choices",
            "Which choices count (Q111–Q113).",
            p => p.Choices,
            (p, v) => p with { Choices = v },
            ("first", Choices.First, "Choice index 0; a missing index counts as 0."),
            ("merge", Choices.Merge, "All, in one answer."),
            ("fail", Choices.Fail, "Output in another choice is response.failed with upstream_bad_response.")),
        PolicyEntry.Of(
            "interleave",
            "What becomes of reasoning or text that resumes after the other (Q80).",
            p => p.Interleave,
            (p, v) => p with { Interleave = v },
            ("new_item", Interleave.NewItem, "The open item is closed, a new one opened."),
            ("merge", Interleave.Merge, "Message and reasoning stay open side by side, one item each.")),
        PolicyEntry.Of(
            "think_tags",
            "Where <think> tags in the text mean reasoning (Q72–Q77).",
            p => p.ThinkTags,
            (p, v) => p with { ThinkTags = v },
            ("auto", ThinkTags.Auto, "At the start of a message."),
            ("off", ThinkTags.Off, "Nowhere: tags are text."),
            ("anywhere", ThinkTags.Anywhere, "Everywhere in a message.")),
    ];
}

/// <content>What the pieces of an answer mean: its choices, its text, its reasoning.</content>
public sealed partial record RelayPolicies
{
    /// <summary>What a payload that is no JSON object means (Q149, Q150).</summary>
    public BadChunk BadChunk { get; init; }

    /// <summary>Which choices count (Q111–Q113).</summary>
    public Choices Choices { get; init; }

    /// <summary>What becomes of reasoning or text that resumes after the other (Q80).</summary>
    public Interleave Interleave { get; init; }

    /// <summary>Where <c>&lt;think&gt;</c> tags in the text mean reasoning (Q72–Q77).</summary>
    public ThinkTags ThinkTags { get; init; }
}

#pragma warning disable CS1591 // What each value means stands beside its name, in the entries above.

/// <summary>Values of <see cref="RelayPolicies.BadChunk"/>.</summary>
public enum BadChunk
{
    Skip,
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.Choices"/>.</summary>
public enum Choices
{
    First,
    Merge,
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.Interleave"/>.</summary>
public enum Interleave
{
    NewItem,
    Merge,
}

/// <summary>Values of <see cref="RelayPolicies.ThinkTags"/>.</summary>
public enum ThinkTags
{
    Auto,
    Off,
    Anywhere,
}
