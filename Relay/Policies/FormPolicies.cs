namespace Relay.Policies;

/// <summary>In which form the response goes to the client.</summary>
internal static class FormPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "done_marker",
            "Whether a stream ends with data: [DONE].",
            p => p.DoneMarker,
            (p, v) => p with { DoneMarker = v },
            ("on", DoneMarker.On, "The stream ends with data: [DONE]."),
            ("off", DoneMarker.Off, "The stream ends with the terminal event.")),
        PolicyEntry.Of(
            "error_event",
            "The shape of the error event before response.failed.",
            p => p.ErrorEvent,
            (p, v) => p with { ErrorEvent = v },
            ("both", ErrorEvent.Both, "Members at the top and again under error."),
            ("flat", ErrorEvent.Flat, "Members at the top."),
            ("nested", ErrorEvent.Nested, "Members under error."),
            ("none", ErrorEvent.None, "No error event.")),
        PolicyEntry.Of(
            "event_dialect",
            "Whose event names are used where the two specifications differ.",
            p => p.EventDialect,
            (p, v) => p with { EventDialect = v },
            ("openai", EventDialect.Openai, "OpenAI's: response.reasoning_text.delta and .done."),
            ("open-responses", EventDialect.OpenResponses, "Open Responses': response.reasoning.delta and .done.")),
        PolicyEntry.Of(
            "item_id",
            "Which id the item of a call has.",
            p => p.ItemId,
            (p, v) => p with { ItemId = v },
            ("distinct", ItemId.Distinct, "An id of its own."),
            ("same_as_call_id", ItemId.SameAsCallId, "Its call_id, for clients that hand back the one as the other.")),
        PolicyEntry.Of(
            "missing_usage",
            "What stands for usage that never came (Q104).",
            p => p.MissingUsage,
            (p, v) => p with { MissingUsage = v },
            ("zeros", MissingUsage.Zeros, "Every number is 0."),
            ("omit", MissingUsage.Omit, "usage is null.")),
        PolicyEntry.Of(
            "reasoning_out",
            "In which events reasoning is shown.",
            p => p.ReasoningOut,
            (p, v) => p with { ReasoningOut = v },
            ("summary", ReasoningOut.Summary, "As reasoning_summary_* events, which every client shows."),
            ("text", ReasoningOut.Text, "As reasoning_text events."),
            ("both", ReasoningOut.Both, "As both; some clients show it twice."),
            ("hidden", ReasoningOut.Hidden, "Not at all.")),
        PolicyEntry.Of(
            "refusal_out",
            "In which part a refusal is shown (Q60).",
            p => p.RefusalOut,
            (p, v) => p with { RefusalOut = v },
            ("refusal", RefusalOut.Refusal, "As a refusal part, with refusal events."),
            ("text", RefusalOut.Text, "As text, for clients that drop a message with a refusal in it.")),
        PolicyEntry.Of(
            "report_model",
            "Which model the response names (Q117).",
            p => p.ReportModel,
            (p, v) => p with { ReportModel = v },
            ("requested", ReportModel.Requested, "The one the client asked for."),
            ("upstream", ReportModel.Upstream, "The one the upstream names first; created waits for it, unless the stream has to be opened before.")),
    ];
}

/// <content>In which form the response goes to the client.</content>
public sealed partial record RelayPolicies
{
    /// <summary>Whether a stream ends with <c>data: [DONE]</c>.</summary>
    public DoneMarker DoneMarker { get; init; }

    /// <summary>The shape of the <c>error</c> event before <c>response.failed</c>.</summary>
    public ErrorEvent ErrorEvent { get; init; }

    /// <summary>Whose event names are used where the two specifications differ.</summary>
    public EventDialect EventDialect { get; init; }

    /// <summary>Which id the item of a call has.</summary>
    public ItemId ItemId { get; init; }

    /// <summary>What stands for usage that never came (Q104).</summary>
    public MissingUsage MissingUsage { get; init; }

    /// <summary>In which events reasoning is shown.</summary>
    public ReasoningOut ReasoningOut { get; init; }

    /// <summary>In which part a refusal is shown (Q60).</summary>
    public RefusalOut RefusalOut { get; init; }

    /// <summary>Which model the response names (Q117).</summary>
    public ReportModel ReportModel { get; init; }
}


/// <summary>Values of <see cref="RelayPolicies.DoneMarker"/>.</summary>
public enum DoneMarker
{
    On,
    Off,
}

/// <summary>Values of <see cref="RelayPolicies.ErrorEvent"/>.</summary>
public enum ErrorEvent
{
    Both,
    Flat,
    Nested,
    None,
}

/// <summary>Values of <see cref="RelayPolicies.EventDialect"/>.</summary>
public enum EventDialect
{
    Openai,
    OpenResponses,
}

/// <summary>Values of <see cref="RelayPolicies.ItemId"/>.</summary>
public enum ItemId
{
    Distinct,
    SameAsCallId,
}

/// <summary>Values of <see cref="RelayPolicies.MissingUsage"/>.</summary>
public enum MissingUsage
{
    Zeros,
    Omit,
}

/// <summary>Values of <see cref="RelayPolicies.ReasoningOut"/>.</summary>
public enum ReasoningOut
{
    Summary,
    Text,
    Both,
    Hidden,
}

/// <summary>Values of <see cref="RelayPolicies.RefusalOut"/>.</summary>
public enum RefusalOut
{
    Refusal,
    Text,
}

/// <summary>Values of <see cref="RelayPolicies.ReportModel"/>.</summary>
public enum ReportModel
{
    Requested,
    Upstream,
}
