namespace Relay.Policies;

/// <summary>Policies on the end of an answer.</summary>
internal static class EndingPolicies
{
    public static PolicyEntry[] Entries { get; } =
    [
        PolicyEntry.Of(
            "azure_filter_400",
            "Handling of a status 400 with the code content_filter (Q129).",
            p => p.AzureFilter400,
            (p, v) => p with { AzureFilter400 = v },
            ("status", AzureFilter400.Status, "The client receives a 400 with that code."),
            ("on_content_filter", AzureFilter400.OnContentFilter, "As on_content_filter handles a finish reason content_filter.")),
        PolicyEntry.Of(
            "empty_output",
            "Handling of a successful answer without any output (Q133).",
            p => p.EmptyOutput,
            (p, v) => p with { EmptyOutput = v },
            ("complete", EmptyOutput.Complete, "response.completed with an empty output, and a warning."),
            ("fail", EmptyOutput.Fail, "response.failed with upstream_empty.")),
        PolicyEntry.Of(
            "eof_event",
            "Handling of a last event without its blank line (Q152).",
            p => p.EofEvent,
            (p, v) => p with { EofEvent = v },
            ("accept", EofEvent.Accept, "The event is used if it is complete."),
            ("discard", EofEvent.Discard,
                "The event is discarded, as the standard for server-sent events requires; a [DONE] is still accepted.")),
        PolicyEntry.Of(
            "missing_finish",
            "Handling of [DONE] without a finish reason (Q85).",
            p => p.MissingFinish,
            (p, v) => p with { MissingFinish = v },
            ("complete", MissingFinish.Complete, "As finish reason stop."),
            ("fail", MissingFinish.Fail, "response.failed with upstream_truncated.")),
        PolicyEntry.Of(
            "on_content_filter",
            "Handling of finish reason content_filter (Q94).",
            p => p.OnContentFilter,
            (p, v) => p with { OnContentFilter = v },
            ("incomplete", OnContentFilter.Incomplete, "response.incomplete with content_filter."),
            ("completed", OnContentFilter.Completed, "response.completed."),
            ("failed", OnContentFilter.Failed, "response.failed with content_filter.")),
        PolicyEntry.Of(
            "on_length",
            "Handling of finish reason length (Q93).",
            p => p.OnLength,
            (p, v) => p with { OnLength = v },
            ("incomplete", OnLength.Incomplete, "response.incomplete with max_output_tokens."),
            ("completed", OnLength.Completed, "response.completed."),
            ("failed_context_window", OnLength.FailedContextWindow, "response.failed with context_length_exceeded.")),
        PolicyEntry.Of(
            "on_truncation",
            "Handling of a body that ends without [DONE] and without a finish reason (Q87).",
            p => p.OnTruncation,
            (p, v) => p with { OnTruncation = v },
            ("fail", OnTruncation.Fail, "response.failed with upstream_truncated."),
            ("complete", OnTruncation.Complete, "As finish reason stop."),
            ("incomplete", OnTruncation.Incomplete, "As finish reason length.")),
        PolicyEntry.Of(
            "post_finish_delta",
            "Handling of output after a finish reason (Q59, Q97).",
            p => p.PostFinishDelta,
            (p, v) => p with { PostFinishDelta = v },
            ("accept", PostFinishDelta.Accept, "The output is part of the answer."),
            ("drop", PostFinishDelta.Drop, "The output is ignored, with a warning."),
            ("fail", PostFinishDelta.Fail, "response.failed with upstream_bad_response.")),
        PolicyEntry.Of(
            "unknown_finish",
            "Handling of an unknown finish reason (Q95).",
            p => p.UnknownFinish,
            (p, v) => p with { UnknownFinish = v },
            ("complete", UnknownFinish.Complete, "As finish reason stop, with a warning."),
            ("fail", UnknownFinish.Fail, "response.failed with upstream_error.")),
    ];
}

/// <content>Policies on the end of an answer.</content>
public sealed partial record RelayPolicies
{
    /// <summary>Handling of a status 400 with the code content_filter (Q129).</summary>
    public AzureFilter400 AzureFilter400 { get; init; }

    /// <summary>Handling of a successful answer without any output (Q133).</summary>
    public EmptyOutput EmptyOutput { get; init; }

    /// <summary>Handling of a last event without its blank line (Q152).</summary>
    public EofEvent EofEvent { get; init; }

    /// <summary>Handling of [DONE] without a finish reason (Q85).</summary>
    public MissingFinish MissingFinish { get; init; }

    /// <summary>Handling of finish reason content_filter (Q94).</summary>
    public OnContentFilter OnContentFilter { get; init; }

    /// <summary>Handling of finish reason length (Q93).</summary>
    public OnLength OnLength { get; init; }

    /// <summary>Handling of a body that ends without [DONE] and without a finish reason (Q87).</summary>
    public OnTruncation OnTruncation { get; init; }

    /// <summary>Handling of output after a finish reason (Q59, Q97).</summary>
    public PostFinishDelta PostFinishDelta { get; init; }

    /// <summary>Handling of an unknown finish reason (Q95).</summary>
    public UnknownFinish UnknownFinish { get; init; }
}

/// <summary>Values of <see cref="RelayPolicies.AzureFilter400"/>.</summary>
public enum AzureFilter400
{
    Status,
    OnContentFilter,
}

/// <summary>Values of <see cref="RelayPolicies.EmptyOutput"/>.</summary>
public enum EmptyOutput
{
    Complete,
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.EofEvent"/>.</summary>
public enum EofEvent
{
    Accept,
    Discard,
}

/// <summary>Values of <see cref="RelayPolicies.MissingFinish"/>.</summary>
public enum MissingFinish
{
    Complete,
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.OnContentFilter"/>.</summary>
public enum OnContentFilter
{
    Incomplete,
    Completed,
    Failed,
}

/// <summary>Values of <see cref="RelayPolicies.OnLength"/>.</summary>
public enum OnLength
{
    Incomplete,
    Completed,
    FailedContextWindow,
}

/// <summary>Values of <see cref="RelayPolicies.OnTruncation"/>.</summary>
public enum OnTruncation
{
    Fail,
    Complete,
    Incomplete,
}

/// <summary>Values of <see cref="RelayPolicies.PostFinishDelta"/>.</summary>
public enum PostFinishDelta
{
    Accept,
    Drop,
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.UnknownFinish"/>.</summary>
public enum UnknownFinish
{
    Complete,
    Fail,
}
