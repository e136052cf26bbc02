namespace Relay.Policies;

/// <summary>Values of <see cref="RelayPolicies.ThinkTags"/>.</summary>
public enum ThinkTags
{
    /// <summary>At the start of a message.</summary>
    Auto,

    /// <summary>Nowhere: tags are text.</summary>
    Off,

    /// <summary>Everywhere in a message.</summary>
    Anywhere,
}

/// <summary>Values of <see cref="RelayPolicies.ReasoningOut"/>.</summary>
public enum ReasoningOut
{
    /// <summary>As <c>reasoning_summary_*</c> events, which every client shows.</summary>
    Summary,

    /// <summary>As <c>reasoning_text</c> events.</summary>
    Text,

    /// <summary>As both; some clients show it twice.</summary>
    Both,

    /// <summary>Not at all.</summary>
    Hidden,
}

/// <summary>Values of <see cref="RelayPolicies.DoneMarker"/>.</summary>
public enum DoneMarker
{
    /// <summary>The stream ends with <c>data: [DONE]</c>.</summary>
    On,

    /// <summary>The stream ends with the terminal event.</summary>
    Off,
}

/// <summary>Values of <see cref="RelayPolicies.ErrorEvent"/>.</summary>
public enum ErrorEvent
{
    /// <summary>Members at the top and again under <c>error</c>.</summary>
    Both,

    /// <summary>Members at the top.</summary>
    Flat,

    /// <summary>Members under <c>error</c>.</summary>
    Nested,

    /// <summary>No <c>error</c> event.</summary>
    None,
}

/// <summary>Values of <see cref="RelayPolicies.OnLength"/>.</summary>
public enum OnLength
{
    /// <summary><c>response.incomplete</c> with <c>max_output_tokens</c>.</summary>
    Incomplete,

    /// <summary><c>response.completed</c>.</summary>
    Completed,

    /// <summary><c>response.failed</c> with <c>context_length_exceeded</c>.</summary>
    FailedContextWindow,
}

/// <summary>Values of <see cref="RelayPolicies.OnContentFilter"/>.</summary>
public enum OnContentFilter
{
    /// <summary><c>response.incomplete</c> with <c>content_filter</c>.</summary>
    Incomplete,

    /// <summary><c>response.completed</c>.</summary>
    Completed,

    /// <summary><c>response.failed</c> with <c>content_filter</c>.</summary>
    Failed,
}

/// <summary>Values of <see cref="RelayPolicies.OnTruncation"/>.</summary>
public enum OnTruncation
{
    /// <summary><c>response.failed</c> with <c>upstream_truncated</c>.</summary>
    Fail,

    /// <summary>As if the finish reason had been <c>stop</c>.</summary>
    Complete,

    /// <summary>As if the finish reason had been <c>length</c>.</summary>
    Incomplete,
}

/// <summary>Values of <see cref="RelayPolicies.MissingFinish"/>.</summary>
public enum MissingFinish
{
    /// <summary>As if the finish reason had been <c>stop</c>.</summary>
    Complete,

    /// <summary><c>response.failed</c> with <c>upstream_truncated</c>.</summary>
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.StopWithTools"/>.</summary>
public enum StopWithTools
{
    /// <summary>Calls whose arguments parse are kept.</summary>
    Keep,

    /// <summary>Calls are dropped; so that none is announced in vain, every call waits for the end of the answer.</summary>
    Drop,

    /// <summary><c>response.failed</c> with <c>invalid_tool_call</c>.</summary>
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.UnknownFinish"/>.</summary>
public enum UnknownFinish
{
    /// <summary>As <c>stop</c>, with a warning.</summary>
    Complete,

    /// <summary><c>response.failed</c> with <c>upstream_error</c>.</summary>
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.Choices"/>.</summary>
public enum Choices
{
    /// <summary>Choice index 0; a missing index counts as 0.</summary>
    First,

    /// <summary>All, in one answer.</summary>
    Merge,

    /// <summary>Output in another choice is <c>response.failed</c> with <c>upstream_bad_response</c>.</summary>
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.EmptyArguments"/>.</summary>
public enum EmptyArguments
{
    /// <summary>They become <c>{}</c>.</summary>
    EmptyObject,

    /// <summary>They stay empty.</summary>
    Keep,
}

/// <summary>Values of <see cref="RelayPolicies.InvalidArguments"/>.</summary>
public enum InvalidArguments
{
    /// <summary><c>response.failed</c> with <c>invalid_tool_call</c>.</summary>
    Fail,

    /// <summary>They are handed on as they came, with a warning.</summary>
    Pass,
}

/// <summary>Values of <see cref="RelayPolicies.MissingUsage"/>.</summary>
public enum MissingUsage
{
    /// <summary>Every number is 0.</summary>
    Zeros,

    /// <summary><c>usage</c> is null.</summary>
    Omit,
}

/// <summary>Values of <see cref="RelayPolicies.PostFinishDelta"/>.</summary>
public enum PostFinishDelta
{
    /// <summary>It belongs to the answer.</summary>
    Accept,

    /// <summary>It is left out, with a warning.</summary>
    Drop,

    /// <summary><c>response.failed</c> with <c>upstream_bad_response</c>.</summary>
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.ToolName"/>.</summary>
public enum ToolName
{
    /// <summary>The first piece, unless only the joined pieces are a declared tool.</summary>
    Auto,

    /// <summary>The first piece.</summary>
    First,

    /// <summary>All pieces joined.</summary>
    Concat,
}

/// <summary>Values of <see cref="RelayPolicies.NamelessCall"/>.</summary>
public enum NamelessCall
{
    /// <summary>It is dropped, with a warning.</summary>
    Drop,

    /// <summary><c>response.failed</c> with <c>invalid_tool_call</c>.</summary>
    Fail,

    /// <summary>It is handed on with an empty name.</summary>
    Emit,
}

/// <summary>Values of <see cref="RelayPolicies.DuplicateIds"/>.</summary>
public enum DuplicateIds
{
    /// <summary>The later call gets an id of its own.</summary>
    Remint,

    /// <summary><c>response.failed</c> with <c>invalid_tool_call</c>.</summary>
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.Interleave"/>.</summary>
public enum Interleave
{
    /// <summary>The open item is closed, a new one opened.</summary>
    NewItem,

    /// <summary>Message and reasoning stay open side by side, one item each.</summary>
    Merge,
}

/// <summary>Values of <see cref="RelayPolicies.BadChunk"/>.</summary>
public enum BadChunk
{
    /// <summary>It is left out, with a warning.</summary>
    Skip,

    /// <summary><c>response.failed</c> with <c>upstream_bad_response</c>.</summary>
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.EmptyOutput"/>.</summary>
public enum EmptyOutput
{
    /// <summary><c>response.completed</c> with an empty <c>output</c>, and a warning.</summary>
    Complete,

    /// <summary><c>response.failed</c> with <c>upstream_empty</c>.</summary>
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.UndeclaredTool"/>.</summary>
public enum UndeclaredTool
{
    /// <summary>It is handed on, with a warning.</summary>
    Pass,

    /// <summary><c>response.failed</c> with <c>invalid_tool_call</c>.</summary>
    Fail,
}

/// <summary>Values of <see cref="RelayPolicies.HostedTools"/>.</summary>
public enum HostedTools
{
    /// <summary>The request is refused, with the tool's place.</summary>
    Refuse,

    /// <summary>They are left out, with a warning.</summary>
    Drop,
}

/// <summary>Values of <see cref="RelayPolicies.UnknownItem"/>.</summary>
public enum UnknownItem
{
    /// <summary>The request is refused, with the item's place.</summary>
    Refuse,

    /// <summary>They are left out, with a warning.</summary>
    Drop,
}

/// <summary>Values of <see cref="RelayPolicies.DeveloperRole"/>.</summary>
public enum DeveloperRole
{
    /// <summary><c>system</c>, which every vendor knows.</summary>
    System,

    /// <summary><c>developer</c>, as it came.</summary>
    Developer,

    /// <summary><c>user</c>, for vendors that take one system message only.</summary>
    User,
}

/// <summary>Values of <see cref="RelayPolicies.MaxTokensField"/>.</summary>
public enum MaxTokensField
{
    /// <summary><c>max_tokens</c>, which most vendors know.</summary>
    MaxTokens,

    /// <summary><c>max_completion_tokens</c>, which OpenAI's reasoning models insist on.</summary>
    MaxCompletionTokens,
}

/// <summary>Values of <see cref="RelayPolicies.StreamUsage"/>.</summary>
public enum StreamUsage
{
    /// <summary>With <c>stream_options.include_usage</c>.</summary>
    On,

    /// <summary>Without, for vendors that refuse <c>stream_options</c>.</summary>
    Off,
}
