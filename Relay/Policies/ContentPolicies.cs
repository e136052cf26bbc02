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
            ("fail_on_loss", BadChunk.FailOnLoss, "response.failed with upstream_bad_response where the payload may have held words of the answer; plain words such as ping, and JSON that is no object, are left out with a warning."),
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
            "cumulative_deltas",
            "Whether deltas may repeat all that was said before (Q37, Q54, Q57, Q71).",
            p => p.CumulativeDeltas,
            (p, v) => p with { CumulativeDeltas = v },
            ("off", CumulativeDeltas.Off, "A delta is what it adds: repetition is repetition."),
            ("detect", CumulativeDeltas.Detect, "Deltas that provably nest are taken for what they add; docs/translating.md has the rule.")),
        PolicyEntry.Of(
            "dedupe_chunks",
            "What an event sent again means (Q116).",
            p => p.DedupeChunks,
            (p, v) => p with { DedupeChunks = v },
            ("off", DedupeChunks.Off, "It counts again: nobody can tell it from repetition."),
            ("identical_id", DedupeChunks.IdenticalId, "An event with the id: line and the payload of the one before it is left out.")),
        PolicyEntry.Of(
            "heal_markup",
            "Whether calls of declared tools that a model wrote into its text become calls (Q45).",
            p => p.HealMarkup,
            (p, v) => p with { HealMarkup = v },
            ("off", HealMarkup.Off, "Text is text."),
            ("hermes", HealMarkup.Hermes, "<tool_call> with JSON or <function=…> inside, as Hermes and Qwen models write."),
            ("dsml", HealMarkup.Dsml, "<｜DSML｜function_calls> with invoke and parameter inside, as DeepSeek models write."),
            ("minimax", HealMarkup.Minimax, "<minimax:tool_call> with invoke and parameter inside, as MiniMax models write."),
            ("any", HealMarkup.Any, "All of them.")),
        PolicyEntry.Of(
            "images_out",
            "What becomes of images in an answer (Q63).",
            p => p.ImagesOut,
            (p, v) => p with { ImagesOut = v },
            ("item", ImagesOut.Item, "Each becomes an image_generation_call item; one that is only an address cannot, and gives a warning."),
            ("drop", ImagesOut.Drop, "They are left out, with a warning.")),
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
            ("anywhere", ThinkTags.Anywhere, "Everywhere in a message."),
            ("open", ThinkTags.Open, "At the start of a message; the answer begins within them, as where a template opened the tag (Q74).")),
    ];
}

/// <content>What the pieces of an answer mean: its choices, its text, its reasoning.</content>
public sealed partial record RelayPolicies
{
    /// <summary>What a payload that is no JSON object means (Q149, Q150).</summary>
    public BadChunk BadChunk { get; init; }

    /// <summary>Which choices count (Q111–Q113).</summary>
    public Choices Choices { get; init; }

    /// <summary>Whether deltas may repeat all that was said before (Q37, Q54, Q57, Q71).</summary>
    public CumulativeDeltas CumulativeDeltas { get; init; }

    /// <summary>What an event sent again means (Q116).</summary>
    public DedupeChunks DedupeChunks { get; init; }

    /// <summary>Whether calls of declared tools that a model wrote into its text become calls (Q45).</summary>
    public HealMarkup HealMarkup { get; init; }

    /// <summary>What becomes of images in an answer (Q63).</summary>
    public ImagesOut ImagesOut { get; init; }

    /// <summary>What becomes of reasoning or text that resumes after the other (Q80).</summary>
    public Interleave Interleave { get; init; }

    /// <summary>Where <c>&lt;think&gt;</c> tags in the text mean reasoning (Q72–Q77).</summary>
    public ThinkTags ThinkTags { get; init; }
}


/// <summary>Values of <see cref="RelayPolicies.BadChunk"/>.</summary>
public enum BadChunk
{
    FailOnLoss,
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

/// <summary>Values of <see cref="RelayPolicies.CumulativeDeltas"/>.</summary>
public enum CumulativeDeltas
{
    Off,
    Detect,
}

/// <summary>Values of <see cref="RelayPolicies.DedupeChunks"/>.</summary>
public enum DedupeChunks
{
    Off,
    IdenticalId,
}

/// <summary>Values of <see cref="RelayPolicies.HealMarkup"/>.</summary>
public enum HealMarkup
{
    Off,
    Hermes,
    Dsml,
    Minimax,
    Any,
}

/// <summary>Values of <see cref="RelayPolicies.ImagesOut"/>.</summary>
public enum ImagesOut
{
    Item,
    Drop,
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
    Open,
}
