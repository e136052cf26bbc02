namespace Relay.Policies;

/// <summary>Policies on parts of a chat request that many vendors reject.</summary>
internal static class RepairPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "broken_arguments",
            "Arguments of an earlier call that are not a JSON object, such as those of a call that was cut off (R13, R21).",
            p => p.BrokenArguments,
            (p, v) => p with { BrokenArguments = v },
            ("wrap", BrokenArguments.Wrap,
                "They are sent as the text of the only member of an object, incomplete_arguments, with a warning. Empty ones are sent as "
                    + "an empty object, and an object that is encoded twice is decoded."),
            ("pass", BrokenArguments.Pass, "They are sent unchanged. Many vendors then reject the request.")),
        PolicyEntry.Of(
            "effort_words",
            "The words that the vendor accepts for the reasoning effort (R18).",
            p => p.EffortWords,
            (p, v) => p with { EffortWords = v },
            ("any", EffortWords.Any, "The word of the client is sent unchanged."),
            ("low_high_max", EffortWords.LowHighMax,
                "low, high or max: minimal is sent as low, medium and xhigh as high, with a warning.")),
        PolicyEntry.Of(
            "empty_messages",
            "Messages without content (R15).",
            p => p.EmptyMessages,
            (p, v) => p with { EmptyMessages = v },
            ("drop", EmptyMessages.Drop,
                "Empty text beside calls is sent as null, and an assistant message without text, calls and reasoning is left out."),
            ("fill", EmptyMessages.Fill,
                "As drop; blank outputs of tools and blank user messages are sent as a text that says that they are empty."),
            ("keep", EmptyMessages.Keep, "They are sent unchanged.")),
        PolicyEntry.Of(
            "image_detail",
            "The value original of an image's detail, which only some models accept (R17).",
            p => p.ImageDetail,
            (p, v) => p with { ImageDetail = v },
            ("standard", ImageDetail.Standard, "It is sent as high, with a warning."),
            ("pass", ImageDetail.Pass, "It is sent unchanged.")),
        PolicyEntry.Of(
            "same_role",
            "Consecutive messages of the same role, user or assistant (R16).",
            p => p.SameRole,
            (p, v) => p with { SameRole = v },
            ("keep", SameRole.Keep, "Each is sent as a separate message."),
            ("merge", SameRole.Merge,
                "They are sent as one message; for chat templates that require user and assistant to alternate.")),
        PolicyEntry.Of(
            "tool_schema",
            "Parameters of a tool that are not a complete object schema (R14, R20).",
            p => p.ToolSchema,
            (p, v) => p with { ToolSchema = v },
            ("complete", ToolSchema.Complete,
                "The missing members type and properties are added. In nested schemas, empty properties of objects and empty items of "
                    + "arrays are added, with a warning; they change no meaning."),
            ("typed", ToolSchema.Typed, "Only a missing type is added.")),
    ];
}

/// <content>Policies on parts of a chat request that many vendors reject.</content>
public sealed partial record RelayPolicies
{
    /// <summary>Arguments of an earlier call that are not a JSON object (R13, R21).</summary>
    public BrokenArguments BrokenArguments { get; init; }

    /// <summary>The words that the vendor accepts for the reasoning effort (R18).</summary>
    public EffortWords EffortWords { get; init; }

    /// <summary>Messages without content (R15).</summary>
    public EmptyMessages EmptyMessages { get; init; }

    /// <summary>The value <c>original</c> of an image's detail (R17).</summary>
    public ImageDetail ImageDetail { get; init; }

    /// <summary>Consecutive messages of the same role (R16).</summary>
    public SameRole SameRole { get; init; }

    /// <summary>Parameters of a tool that are not a complete object schema (R14).</summary>
    public ToolSchema ToolSchema { get; init; }
}

/// <summary>Values of <see cref="RelayPolicies.BrokenArguments"/>.</summary>
public enum BrokenArguments
{
    Wrap,
    Pass,
}

/// <summary>Values of <see cref="RelayPolicies.EffortWords"/>.</summary>
public enum EffortWords
{
    Any,
    LowHighMax,
}

/// <summary>Values of <see cref="RelayPolicies.EmptyMessages"/>.</summary>
public enum EmptyMessages
{
    Drop,
    Fill,
    Keep,
}

/// <summary>Values of <see cref="RelayPolicies.ImageDetail"/>.</summary>
public enum ImageDetail
{
    Standard,
    Pass,
}

/// <summary>Values of <see cref="RelayPolicies.SameRole"/>.</summary>
public enum SameRole
{
    Keep,
    Merge,
}

/// <summary>Values of <see cref="RelayPolicies.ToolSchema"/>.</summary>
public enum ToolSchema
{
    Complete,
    Typed,
}
