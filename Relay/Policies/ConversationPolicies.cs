namespace Relay.Policies;

/// <summary>How the conversation so far is told to the vendor.</summary>
internal static class ConversationPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "audio",
            "What becomes of audio in the input.",
            p => p.Audio,
            (p, v) => p with { Audio = v },
            ("refuse", Audio.Refuse, "The request is refused, with the part's place."),
            ("pass", Audio.Pass, "It goes up as an input_audio part.")),
        PolicyEntry.Of(
            "call_ids",
            "Which ids the calls told to the vendor have.",
            p => p.CallIds,
            (p, v) => p with { CallIds = v },
            ("pass", CallIds.Pass, "Those the client sent."),
            ("nine_letters", CallIds.NineLetters, "Nine letters and digits, made of the client's where that is longer or has other signs; the same for the same id.")),
        PolicyEntry.Of(
            "call_shapes",
            "How calls of custom tools and of a local shell are told.",
            p => p.CallShapes,
            (p, v) => p with { CallShapes = v },
            ("functions", CallShapes.Functions, "As calls of functions, by their call_id."),
            ("own_types", CallShapes.OwnTypes, "With type custom and local_shell_call, by their item's id; their outputs keep the call_id.")),
        PolicyEntry.Of(
            "content_parts",
            "How a message of several text parts is told.",
            p => p.ContentParts,
            (p, v) => p with { ContentParts = v },
            ("join", ContentParts.Join, "As one text, which every vendor reads."),
            ("list", ContentParts.List, "As a list of parts, as it came.")),
        PolicyEntry.Of(
            "dedupe_messages",
            "What becomes of an assistant's message that says what its last one said.",
            p => p.DedupeMessages,
            (p, v) => p with { DedupeMessages = v },
            ("off", DedupeMessages.Off, "It is told again."),
            ("on", DedupeMessages.On, "It is left out.")),
        PolicyEntry.Of(
            "files",
            "What becomes of files in the input.",
            p => p.Files,
            (p, v) => p with { Files = v },
            ("refuse", Files.Refuse, "The request is refused, with the part's place."),
            ("file", Files.File, "They go up as a file part with file_data or file_id; a file_url is refused."),
            ("file_or_url", Files.FileOrUrl, "They go up as a file part, a file_url as its file_data.")),
        PolicyEntry.Of(
            "group_tool_calls",
            "How the calls of one turn are told (R5).",
            p => p.GroupToolCalls,
            (p, v) => p with { GroupToolCalls = v },
            ("on", GroupToolCalls.On, "In one assistant message, with what was said before them."),
            ("off", GroupToolCalls.Off, "Each in an assistant message of its own.")),
        PolicyEntry.Of(
            "images",
            "What becomes of images in the input.",
            p => p.Images,
            (p, v) => p with { Images = v },
            ("pass", Images.Pass, "They go up as image_url parts."),
            ("drop", Images.Drop, "They are left out, with a warning, for vendors that only read.")),
        PolicyEntry.Of(
            "missing_reasoning",
            "What stands for the reasoning of a message with calls when there is none (R7).",
            p => p.MissingReasoning,
            (p, v) => p with { MissingReasoning = v },
            ("omit", MissingReasoning.Omit, "Nothing."),
            ("empty", MissingReasoning.Empty, "An empty text, for vendors that insist on the member.")),
        PolicyEntry.Of(
            "missing_signature",
            "What stands for the signature of this turn's calls that came without one (Q30).",
            p => p.MissingSignature,
            (p, v) => p with { MissingSignature = v },
            ("omit", MissingSignature.Omit, "Nothing."),
            ("skip", MissingSignature.Skip, "The word by which Gemini leaves it unchecked, on the first call of each message.")),
        PolicyEntry.Of(
            "orphans",
            "What becomes of calls without an output and outputs without a call (R6).",
            p => p.Orphans,
            (p, v) => p with { Orphans = v },
            ("repair", Orphans.Repair, "A call gets an output that says none was recorded; an output is quoted in a user's message."),
            ("refuse", Orphans.Refuse, "The request is refused, with the item's place."),
            ("pass", Orphans.Pass, "The items are told as they came, and in the order they came.")),
        PolicyEntry.Of(
            "previous_turns",
            "What a request with previous_response_id builds on.",
            p => p.PreviousTurns,
            (p, v) => p with { PreviousTurns = v },
            ("all", PreviousTurns.All, "What was asked and what was answered, of every turn."),
            ("answers", PreviousTurns.Answers, "What was answered; what was asked counts of turns that were not streamed only.")),
        PolicyEntry.Of(
            "reasoning_anchor",
            "To which message reasoning of the input belongs.",
            p => p.ReasoningAnchor,
            (p, v) => p with { ReasoningAnchor = v },
            ("next", ReasoningAnchor.Next, "To what the assistant said or called next."),
            ("previous", ReasoningAnchor.Previous, "To the assistant's message right before it; where there is none, to the next."),
            ("adjacent", ReasoningAnchor.Adjacent, "To the assistant's message right before it; where there is none, to the message or call right after it, other than of a custom tool; else to none. Those on both sides of a message are glued together.")),
        PolicyEntry.Of(
            "reasoning_field",
            "In which member the vendor gets reasoning back.",
            p => p.ReasoningField,
            (p, v) => p with { ReasoningField = v },
            ("reasoning_content", ReasoningField.ReasoningContent, "reasoning_content, which most vendors read."),
            ("reasoning", ReasoningField.Reasoning, "reasoning, which OpenRouter and others read."),
            ("both", ReasoningField.Both, "Both."),
            ("none", ReasoningField.None, "Reasoning is not sent back.")),
        PolicyEntry.Of(
            "reasoning_scope",
            "Which messages get their reasoning back.",
            p => p.ReasoningScope,
            (p, v) => p with { ReasoningScope = v },
            ("all", ReasoningScope.All, "Every one."),
            ("tool_turns", ReasoningScope.ToolTurns, "Those of turns in which tools were called."),
            ("last_turn", ReasoningScope.LastTurn, "Those after the last message of the user.")),
        PolicyEntry.Of(
            "summaries",
            "Whether the summary of a reasoning item stands in for contents it lacks.",
            p => p.Summaries,
            (p, v) => p with { Summaries = v },
            ("read", Summaries.Read, "It is what was thought, as far as the client knows."),
            ("ignore", Summaries.Ignore, "Only contents are thoughts.")),
        PolicyEntry.Of(
            "system_messages",
            "How instructions at several places are told.",
            p => p.SystemMessages,
            (p, v) => p with { SystemMessages = v },
            ("separate", SystemMessages.Separate, "Each as a message of its own, where it stands."),
            ("merge", SystemMessages.Merge, "Those at the start as one message, later ones as the user's, for templates that take one system message.")),
        PolicyEntry.Of(
            "tool_then_user",
            "What stands between the result of a tool and words of the user right behind it.",
            p => p.ToolThenUser,
            (p, v) => p with { ToolThenUser = v },
            ("pass", ToolThenUser.Pass, "Nothing."),
            ("bridge", ToolThenUser.Bridge, "A message of the assistant, for vendors that want one there.")),
    ];
}

/// <content>How the conversation so far is told to the vendor.</content>
public sealed partial record RelayPolicies
{
    /// <summary>Whether the summary of a reasoning item stands in for contents it lacks.</summary>
    public Summaries Summaries { get; init; }

    /// <summary>What becomes of audio in the input.</summary>
    public Audio Audio { get; init; }

    /// <summary>Which ids the calls told to the vendor have.</summary>
    public CallIds CallIds { get; init; }

    /// <summary>How calls of custom tools and of a local shell are told.</summary>
    public CallShapes CallShapes { get; init; }

    /// <summary>How a message of several text parts is told.</summary>
    public ContentParts ContentParts { get; init; }

    /// <summary>What becomes of an assistant's message that says what its last one said.</summary>
    public DedupeMessages DedupeMessages { get; init; }

    /// <summary>What becomes of files in the input.</summary>
    public Files Files { get; init; }

    /// <summary>How the calls of one turn are told (R5).</summary>
    public GroupToolCalls GroupToolCalls { get; init; }

    /// <summary>What becomes of images in the input.</summary>
    public Images Images { get; init; }

    /// <summary>What stands for the reasoning of a message with calls when there is none (R7).</summary>
    public MissingReasoning MissingReasoning { get; init; }

    /// <summary>What stands for the signature of this turn's calls that came without one (Q30).</summary>
    public MissingSignature MissingSignature { get; init; }

    /// <summary>What becomes of calls without an output and outputs without a call (R6).</summary>
    public Orphans Orphans { get; init; }

    /// <summary>What a request with <c>previous_response_id</c> builds on.</summary>
    public PreviousTurns PreviousTurns { get; init; }

    /// <summary>To which message reasoning of the input belongs.</summary>
    public ReasoningAnchor ReasoningAnchor { get; init; }

    /// <summary>In which member the vendor gets reasoning back.</summary>
    public ReasoningField ReasoningField { get; init; }

    /// <summary>Which messages get their reasoning back.</summary>
    public ReasoningScope ReasoningScope { get; init; }

    /// <summary>How instructions at several places are told.</summary>
    public SystemMessages SystemMessages { get; init; }

    /// <summary>What stands between the result of a tool and words of the user right behind it.</summary>
    public ToolThenUser ToolThenUser { get; init; }
}


/// <summary>Values of <see cref="RelayPolicies.Audio"/>.</summary>
public enum Audio
{
    Refuse,
    Pass,
}

/// <summary>Values of <see cref="RelayPolicies.CallIds"/>.</summary>
public enum CallIds
{
    Pass,
    NineLetters,
}

/// <summary>Values of <see cref="RelayPolicies.CallShapes"/>.</summary>
public enum CallShapes
{
    Functions,
    OwnTypes,
}

/// <summary>Values of <see cref="RelayPolicies.ContentParts"/>.</summary>
public enum ContentParts
{
    Join,
    List,
}

/// <summary>Values of <see cref="RelayPolicies.DedupeMessages"/>.</summary>
public enum DedupeMessages
{
    Off,
    On,
}

/// <summary>Values of <see cref="RelayPolicies.Files"/>.</summary>
public enum Files
{
    Refuse,
    File,
    FileOrUrl,
}

/// <summary>Values of <see cref="RelayPolicies.GroupToolCalls"/>.</summary>
public enum GroupToolCalls
{
    On,
    Off,
}

/// <summary>Values of <see cref="RelayPolicies.Images"/>.</summary>
public enum Images
{
    Pass,
    Drop,
}

/// <summary>Values of <see cref="RelayPolicies.MissingReasoning"/>.</summary>
public enum MissingReasoning
{
    Omit,
    Empty,
}

/// <summary>Values of <see cref="RelayPolicies.MissingSignature"/>.</summary>
public enum MissingSignature
{
    Omit,
    Skip,
}

/// <summary>Values of <see cref="RelayPolicies.Orphans"/>.</summary>
public enum Orphans
{
    Repair,
    Refuse,
    Pass,
}

/// <summary>Values of <see cref="RelayPolicies.PreviousTurns"/>.</summary>
public enum PreviousTurns
{
    All,
    Answers,
}

/// <summary>Values of <see cref="RelayPolicies.ReasoningAnchor"/>.</summary>
public enum ReasoningAnchor
{
    Next,
    Previous,
    Adjacent,
}

/// <summary>Values of <see cref="RelayPolicies.ReasoningField"/>.</summary>
public enum ReasoningField
{
    ReasoningContent,
    Reasoning,
    Both,
    None,
}

/// <summary>Values of <see cref="RelayPolicies.ReasoningScope"/>.</summary>
public enum ReasoningScope
{
    All,
    ToolTurns,
    LastTurn,
}

/// <summary>Values of <see cref="RelayPolicies.SystemMessages"/>.</summary>
public enum SystemMessages
{
    Separate,
    Merge,
}

/// <summary>Values of <see cref="RelayPolicies.Summaries"/>.</summary>
public enum Summaries
{
    Read,
    Ignore,
}

/// <summary>Values of <see cref="RelayPolicies.ToolThenUser"/>.</summary>
public enum ToolThenUser
{
    Pass,
    Bridge,
}
