namespace Relay.Policies;

/// <summary>Policies on the form of the response to the client.</summary>
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
            "Event names to use where the two specifications differ.",
            p => p.EventDialect,
            (p, v) => p with { EventDialect = v },
            ("openai", EventDialect.Openai, "OpenAI's: response.reasoning_text.delta and .done."),
            ("open-responses", EventDialect.OpenResponses, "Open Responses': response.reasoning.delta and .done.")),
        PolicyEntry.Of(
            "incomplete_event",
            "The event that ends a response with the status incomplete.",
            p => p.IncompleteEvent,
            (p, v) => p with { IncompleteEvent = v },
            ("incomplete", IncompleteEvent.Incomplete, "response.incomplete."),
            ("completed", IncompleteEvent.Completed,
                "response.completed, for clients that ignore response.incomplete and read the status of the response.")),
        PolicyEntry.Of(
            "item_id",
            "Id of the item of a call.",
            p => p.ItemId,
            (p, v) => p with { ItemId = v },
            ("distinct", ItemId.Distinct, "A separate id."),
            ("same_as_call_id", ItemId.SameAsCallId, "The call_id, for clients that return the item id as the call_id or the reverse.")),
        PolicyEntry.Of(
            "missing_usage",
            "Usage reported if the upstream sends none (Q104).",
            p => p.MissingUsage,
            (p, v) => p with { MissingUsage = v },
            ("zeros", MissingUsage.Zeros, "Every number is 0."),
            ("omit", MissingUsage.Omit, "usage is null.")),
        PolicyEntry.Of(
            "reasoning_out",
            "Events in which reasoning is returned.",
            p => p.ReasoningOut,
            (p, v) => p with { ReasoningOut = v },
            ("summary", ReasoningOut.Summary, "reasoning_summary_* events, which every client shows."),
            ("text", ReasoningOut.Text, "reasoning_text events."),
            ("both", ReasoningOut.Both, "Both; some clients show the reasoning twice."),
            ("hidden", ReasoningOut.Hidden, "None; reasoning is not returned.")),
        PolicyEntry.Of(
            "refusal_out",
            "Part in which a refusal is returned (Q60).",
            p => p.RefusalOut,
            (p, v) => p with { RefusalOut = v },
            ("refusal", RefusalOut.Refusal, "A refusal part, with refusal events."),
            ("text", RefusalOut.Text, "A text part, for clients that drop messages that contain a refusal.")),
        PolicyEntry.Of(
            "report_model",
            "Model named in the response (Q117).",
            p => p.ReportModel,
            (p, v) => p with { ReportModel = v },
            ("requested", ReportModel.Requested, "The model that the client requested."),
            ("upstream", ReportModel.Upstream,
                "The first model that the upstream names. response.created is delayed until then, unless the response must be opened "
                + "earlier.")),
    ];
}

/// <content>Policies on the form of the response to the client.</content>
public sealed partial record RelayPolicies
{
    /// <summary>Whether a stream ends with data: [DONE].</summary>
    public DoneMarker DoneMarker { get; init; }

    /// <summary>The shape of the error event before response.failed.</summary>
    public ErrorEvent ErrorEvent { get; init; }

    /// <summary>Event names to use where the two specifications differ.</summary>
    public EventDialect EventDialect { get; init; }

    /// <summary>The event that ends a response with the status incomplete.</summary>
    public IncompleteEvent IncompleteEvent { get; init; }

    /// <summary>Id of the item of a call.</summary>
    public ItemId ItemId { get; init; }

    /// <summary>Usage reported if the upstream sends none (Q104).</summary>
    public MissingUsage MissingUsage { get; init; }

    /// <summary>Events in which reasoning is returned.</summary>
    public ReasoningOut ReasoningOut { get; init; }

    /// <summary>Part in which a refusal is returned (Q60).</summary>
    public RefusalOut RefusalOut { get; init; }

    /// <summary>Model named in the response (Q117).</summary>
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

/// <summary>Values of <see cref="RelayPolicies.IncompleteEvent"/>.</summary>
public enum IncompleteEvent
{
    Incomplete,
    Completed,
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
