namespace Relay.Policies;

/// <summary>Policies on the content of an answer: choices, text, reasoning.</summary>
internal static class ContentPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "bad_chunk",
            "Handling of a payload that is not a JSON object (Q149, Q150).",
            p => p.BadChunk,
            (p, v) => p with { BadChunk = v },
            ("fail", BadChunk.Fail,
                "response.failed, because the payload may have been part of the answer. Words of the vendor become its message, and "
                + "their cause the code; otherwise the code is upstream_bad_response. Heartbeats such as ping are ignored."),
            ("skip", BadChunk.Skip,
                "The payload is ignored, with a warning. Within the arguments of a call, and if nothing else arrives, the response "
                + "fails all the same.")),
        PolicyEntry.Of(
            "choices",
            "Which choices are used (Q111–Q113).",
            p => p.Choices,
            (p, v) => p with { Choices = v },
            ("first", Choices.First, "The choice with index 0; a missing index is read as 0."),
            ("merge", Choices.Merge, "All choices, merged into one answer."),
            ("fail", Choices.Fail,
                "The choice with index 0; output in another choice ends in response.failed with upstream_bad_response.")),
        PolicyEntry.Of(
            "cumulative_deltas",
            "Whether a delta may repeat all previous text (Q37, Q54, Q57, Q71).",
            p => p.CumulativeDeltas,
            (p, v) => p with { CumulativeDeltas = v },
            ("off", CumulativeDeltas.Off, "A delta contains new text only; repeated text is output again."),
            ("detect", CumulativeDeltas.Detect,
                "For deltas that provably repeat all previous text, only the new part is output; see docs/translating.md.")),
        PolicyEntry.Of(
            "dedupe_chunks",
            "Handling of an event that is sent twice (Q116).",
            p => p.DedupeChunks,
            (p, v) => p with { DedupeChunks = v },
            ("off", DedupeChunks.Off, "Both events are used, because a duplicate cannot be distinguished from repeated text."),
            ("identical_id", DedupeChunks.IdenticalId, "An event with the same id: line and payload as the previous one is ignored.")),
        PolicyEntry.Of(
            "heal_markup",
            "Whether to parse calls of declared tools that a model wrote into its text, or at the end of its reasoning (Q45, Q172).",
            p => p.HealMarkup,
            (p, v) => p with { HealMarkup = v },
            ("off", HealMarkup.Off,
                "No; text is returned unchanged. Marks of calls in it, and in reasoning that nothing follows, are named in the log and in "
                    + "relay_warnings of the metadata."),
            ("hermes", HealMarkup.Hermes, "Parse <tool_call> that contains JSON or <function=…>, as written by Hermes and Qwen models."),
            ("dsml", HealMarkup.Dsml, "Parse <｜DSML｜function_calls> with invoke and parameter, as written by DeepSeek models."),
            ("minimax", HealMarkup.Minimax, "Parse <minimax:tool_call> with invoke and parameter, as written by MiniMax models."),
            ("kimi", HealMarkup.Kimi, "Parse <|tool_calls_section_begin|> and <|tool_call_begin|>, as written by Kimi models."),
            ("harmony", HealMarkup.Harmony,
                "Parse <|channel|>commentary to=functions.NAME, also without the marks, as written by gpt-oss models."),
            ("mistral", HealMarkup.Mistral, "Parse [TOOL_CALLS] with a list of calls or [ARGS], as written by Mistral models."),
            ("any", HealMarkup.Any, "Parse all formats.")),
        PolicyEntry.Of(
            "images_out",
            "Handling of images in an answer (Q63).",
            p => p.ImagesOut,
            (p, v) => p with { ImagesOut = v },
            ("item", ImagesOut.Item,
                "Each is returned as an image_generation_call item. An image given only as a URL is dropped, with a warning."),
            ("drop", ImagesOut.Drop, "Images are dropped, with a warning.")),
        PolicyEntry.Of(
            "interleave",
            "Handling of reasoning and text that alternate (Q80).",
            p => p.Interleave,
            (p, v) => p with { Interleave = v },
            ("new_item", Interleave.NewItem, "Each switch closes the open item and opens a new one."),
            ("merge", Interleave.Merge, "One message item and one reasoning item stay open at the same time.")),
        PolicyEntry.Of(
            "think_tag_names",
            "Which tags mark reasoning in the text (Q72).",
            p => p.ThinkTagNames,
            (p, v) => p with { ThinkTagNames = v },
            ("think", ThinkTagNames.Think, "<think>."),
            ("any", ThinkTagNames.Any,
                "Also <thinking>, <thought>, <reasoning>, <seed:think>, [THINK], <|begin_of_thought|>, <|START_THINKING|> and the channels "
                    + "of gpt-oss, <|channel|>analysis and <|channel|>final.")),
        PolicyEntry.Of(
            "think_tags",
            "Where <think> tags in the text mark reasoning (Q72–Q77).",
            p => p.ThinkTags,
            (p, v) => p with { ThinkTags = v },
            ("auto", ThinkTags.Auto, "At the start of a message."),
            ("off", ThinkTags.Off, "Nowhere; tags are text."),
            ("anywhere", ThinkTags.Anywhere, "Anywhere in a message."),
            ("open", ThinkTags.Open,
                "At the start of a message. The answer begins as reasoning, because the chat template has opened the tag (Q74).")),
    ];
}

/// <content>Policies on the content of an answer: choices, text, reasoning.</content>
public sealed partial record RelayPolicies
{
    /// <summary>Handling of a payload that is not a JSON object (Q149, Q150).</summary>
    public BadChunk BadChunk { get; init; }

    /// <summary>Which choices are used (Q111–Q113).</summary>
    public Choices Choices { get; init; }

    /// <summary>Whether a delta may repeat all previous text (Q37, Q54, Q57, Q71).</summary>
    public CumulativeDeltas CumulativeDeltas { get; init; }

    /// <summary>Handling of an event that is sent twice (Q116).</summary>
    public DedupeChunks DedupeChunks { get; init; }

    /// <summary>Whether to parse calls of declared tools that a model wrote into its text (Q45).</summary>
    public HealMarkup HealMarkup { get; init; }

    /// <summary>Handling of images in an answer (Q63).</summary>
    public ImagesOut ImagesOut { get; init; }

    /// <summary>Handling of reasoning and text that alternate (Q80).</summary>
    public Interleave Interleave { get; init; }

    /// <summary>Which tags mark reasoning in the text (Q72).</summary>
    public ThinkTagNames ThinkTagNames { get; init; }

    /// <summary>Where &lt;think&gt; tags in the text mark reasoning (Q72–Q77).</summary>
    public ThinkTags ThinkTags { get; init; }
}

/// <summary>Values of <see cref="RelayPolicies.BadChunk"/>.</summary>
public enum BadChunk
{
    Fail,
    Skip,
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
    Kimi,
    Harmony,
    Mistral,
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

/// <summary>Values of <see cref="RelayPolicies.ThinkTagNames"/>.</summary>
public enum ThinkTagNames
{
    Think,
    Any,
}

/// <summary>Values of <see cref="RelayPolicies.ThinkTags"/>.</summary>
public enum ThinkTags
{
    Auto,
    Off,
    Anywhere,
    Open,
}
