namespace Relay.Policies;

/// <summary>Policies on the conversation in a chat request.</summary>
internal static class ConversationPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "audio",
            "Handling of audio in the input.",
            p => p.Audio,
            (p, v) => p with { Audio = v },
            ("refuse", Audio.Refuse, "The request is rejected, with the path of the part."),
            ("pass", Audio.Pass, "Audio is sent as an input_audio part.")),
        PolicyEntry.Of(
            "call_ids",
            "Call ids in requests to the vendor.",
            p => p.CallIds,
            (p, v) => p with { CallIds = v },
            ("pass", CallIds.Pass, "The ids that the client sent."),
            ("nine_letters", CallIds.NineLetters,
                "Nine letters and digits. An id that is longer or contains other characters is replaced by a value derived from it; "
                + "the same id always gives the same value.")),
        PolicyEntry.Of(
            "content_parts",
            "How a message with several text parts is sent.",
            p => p.ContentParts,
            (p, v) => p with { ContentParts = v },
            ("join", ContentParts.Join, "As one string, which every vendor accepts."),
            ("list", ContentParts.List, "As a list of parts, unchanged.")),
        PolicyEntry.Of(
            "files",
            "Handling of files in the input.",
            p => p.Files,
            (p, v) => p with { Files = v },
            ("refuse", Files.Refuse, "The request is rejected, with the path of the part."),
            ("file", Files.File, "Files are sent as a file part with file_data or file_id; a file_url is rejected."),
            ("file_or_url", Files.FileOrUrl, "Files are sent as a file part; a file_url is sent as its file_data.")),
        PolicyEntry.Of(
            "images",
            "Handling of images in the input.",
            p => p.Images,
            (p, v) => p with { Images = v },
            ("pass", Images.Pass, "Images are sent as image_url parts."),
            ("drop", Images.Drop, "Images are dropped, with a warning; for vendors that accept text only.")),
        PolicyEntry.Of(
            "missing_reasoning",
            "Reasoning sent with a message that has calls but no reasoning (R7).",
            p => p.MissingReasoning,
            (p, v) => p with { MissingReasoning = v },
            ("omit", MissingReasoning.Omit, "Nothing."),
            ("empty", MissingReasoning.Empty, "An empty string, for vendors that require the member.")),
        PolicyEntry.Of(
            "missing_signature",
            "Signature sent with calls of the current turn that have none (Q30).",
            p => p.MissingSignature,
            (p, v) => p with { MissingSignature = v },
            ("omit", MissingSignature.Omit, "Nothing."),
            ("skip", MissingSignature.Skip, "On the first call of each message, the value that tells Gemini to skip validation.")),
        PolicyEntry.Of(
            "orphans",
            "Handling of calls without an output and outputs without a call (R6).",
            p => p.Orphans,
            (p, v) => p with { Orphans = v },
            ("repair", Orphans.Repair, "A call receives an output stating that none was recorded. An output is quoted in a user message."),
            ("refuse", Orphans.Refuse, "The request is rejected, with the path of the item."),
            ("pass", Orphans.Pass, "The items are sent unchanged, in their original order.")),
        PolicyEntry.Of(
            "reasoning_field",
            "Member in which reasoning is sent back to the vendor.",
            p => p.ReasoningField,
            (p, v) => p with { ReasoningField = v },
            ("reasoning_content", ReasoningField.ReasoningContent, "reasoning_content, which most vendors accept."),
            ("reasoning", ReasoningField.Reasoning, "reasoning, which OpenRouter and others accept."),
            ("both", ReasoningField.Both, "Both."),
            ("none", ReasoningField.None, "Reasoning is not sent back.")),
        PolicyEntry.Of(
            "reasoning_scope",
            "Messages whose reasoning is sent back to the vendor.",
            p => p.ReasoningScope,
            (p, v) => p with { ReasoningScope = v },
            ("all", ReasoningScope.All, "All messages."),
            ("tool_turns", ReasoningScope.ToolTurns, "Messages of turns in which tools were called."),
            ("last_turn", ReasoningScope.LastTurn, "Messages after the last user message.")),
        PolicyEntry.Of(
            "system_messages",
            "How instructions in several places are sent.",
            p => p.SystemMessages,
            (p, v) => p with { SystemMessages = v },
            ("separate", SystemMessages.Separate, "Each as a separate message, in its place."),
            ("merge", SystemMessages.Merge,
                "Those at the start as one message, later ones as user messages; for chat templates that accept only one system "
                + "message.")),
        PolicyEntry.Of(
            "tool_then_user",
            "Message between a tool result and a user message directly after it.",
            p => p.ToolThenUser,
            (p, v) => p with { ToolThenUser = v },
            ("pass", ToolThenUser.Pass, "Nothing."),
            ("bridge", ToolThenUser.Bridge, "An assistant message, for vendors that require one there.")),
    ];
}

/// <content>Policies on the conversation in a chat request.</content>
public sealed partial record RelayPolicies
{
    /// <summary>Handling of audio in the input.</summary>
    public Audio Audio { get; init; }

    /// <summary>Call ids in requests to the vendor.</summary>
    public CallIds CallIds { get; init; }

    /// <summary>How a message with several text parts is sent.</summary>
    public ContentParts ContentParts { get; init; }

    /// <summary>Handling of files in the input.</summary>
    public Files Files { get; init; }

    /// <summary>Handling of images in the input.</summary>
    public Images Images { get; init; }

    /// <summary>Reasoning sent with a message that has calls but no reasoning (R7).</summary>
    public MissingReasoning MissingReasoning { get; init; }

    /// <summary>Signature sent with calls of the current turn that have none (Q30).</summary>
    public MissingSignature MissingSignature { get; init; }

    /// <summary>Handling of calls without an output and outputs without a call (R6).</summary>
    public Orphans Orphans { get; init; }

    /// <summary>Member in which reasoning is sent back to the vendor.</summary>
    public ReasoningField ReasoningField { get; init; }

    /// <summary>Messages whose reasoning is sent back to the vendor.</summary>
    public ReasoningScope ReasoningScope { get; init; }

    /// <summary>How instructions in several places are sent.</summary>
    public SystemMessages SystemMessages { get; init; }

    /// <summary>Message between a tool result and a user message directly after it.</summary>
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

/// <summary>Values of <see cref="RelayPolicies.ContentParts"/>.</summary>
public enum ContentParts
{
    Join,
    List,
}

/// <summary>Values of <see cref="RelayPolicies.Files"/>.</summary>
public enum Files
{
    Refuse,
    File,
    FileOrUrl,
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

/// <summary>Values of <see cref="RelayPolicies.ToolThenUser"/>.</summary>
public enum ToolThenUser
{
    Pass,
    Bridge,
}
