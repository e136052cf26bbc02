namespace Relay.Policies;

/// <summary>
/// The choices on which honest relays differ, each with the default first. Set by name (<c>think_tags=off</c>) through <see cref="PolicyCatalog"/>.
/// </summary>
public sealed record RelayPolicies
{
    /// <summary>Every default.</summary>
    public static RelayPolicies Default { get; } = new();

    /// <summary>Where <c>&lt;think&gt;</c> tags in the text mean reasoning (Q72–Q77).</summary>
    public ThinkTags ThinkTags { get; init; }

    /// <summary>In which events reasoning is shown.</summary>
    public ReasoningOut ReasoningOut { get; init; }

    /// <summary>Whether a stream ends with <c>data: [DONE]</c>.</summary>
    public DoneMarker DoneMarker { get; init; }

    /// <summary>The shape of the <c>error</c> event before <c>response.failed</c>.</summary>
    public ErrorEvent ErrorEvent { get; init; }

    /// <summary>What a finish for length means (Q93).</summary>
    public OnLength OnLength { get; init; }

    /// <summary>What a finish by a content filter means (Q94).</summary>
    public OnContentFilter OnContentFilter { get; init; }

    /// <summary>What a body that ends without sentinel and finish reason means (Q87).</summary>
    public OnTruncation OnTruncation { get; init; }

    /// <summary>What a sentinel without any finish reason means (Q85).</summary>
    public MissingFinish MissingFinish { get; init; }

    /// <summary>What becomes of tool calls when the finish reason is <c>stop</c> (Q83).</summary>
    public StopWithTools StopWithTools { get; init; }

    /// <summary>What an unknown finish reason means (Q95).</summary>
    public UnknownFinish UnknownFinish { get; init; }

    /// <summary>Which choices count (Q111–Q113).</summary>
    public Choices Choices { get; init; }

    /// <summary>What becomes of a call without arguments (Q35).</summary>
    public EmptyArguments EmptyArguments { get; init; }

    /// <summary>What becomes of a finished call whose arguments are no JSON object (Q41, Q42).</summary>
    public InvalidArguments InvalidArguments { get; init; }

    /// <summary>What stands for usage that never came (Q104).</summary>
    public MissingUsage MissingUsage { get; init; }

    /// <summary>What becomes of output after a finish reason (Q59, Q97).</summary>
    public PostFinishDelta PostFinishDelta { get; init; }

    /// <summary>How the pieces of a tool's name are taken (Q20–Q22).</summary>
    public ToolName ToolName { get; init; }

    /// <summary>What becomes of a call whose name never came (Q23).</summary>
    public NamelessCall NamelessCall { get; init; }

    /// <summary>What an id used by two calls means (Q13).</summary>
    public DuplicateIds DuplicateIds { get; init; }

    /// <summary>What becomes of reasoning or text that resumes after the other (Q80).</summary>
    public Interleave Interleave { get; init; }

    /// <summary>What a payload that is no JSON object means (Q149, Q150).</summary>
    public BadChunk BadChunk { get; init; }

    /// <summary>What a successful answer without any output means (Q133).</summary>
    public EmptyOutput EmptyOutput { get; init; }

    /// <summary>What a call to a tool the client never declared means (Q25).</summary>
    public UndeclaredTool UndeclaredTool { get; init; }

    /// <summary>What becomes of tools that the client expects the server to run.</summary>
    public HostedTools HostedTools { get; init; }

    /// <summary>What becomes of input items of types nobody knows.</summary>
    public UnknownItem UnknownItem { get; init; }

    /// <summary>Which role the vendor gets for <c>developer</c> (R4).</summary>
    public DeveloperRole DeveloperRole { get; init; }

    /// <summary>Under which name the vendor gets <c>max_output_tokens</c>.</summary>
    public MaxTokensField MaxTokensField { get; init; }

    /// <summary>Whether a stream is asked for its usage (R1).</summary>
    public StreamUsage StreamUsage { get; init; }
}
