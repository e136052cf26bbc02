namespace MockUpstream.Linting;

/// <summary>The kinds of <see cref="ChatFault"/>, in the words of the vendors' data (<c>fault: call-unanswered</c>).</summary>
public static class FaultKinds
{
    /// <summary>A member at the top that only the Responses API has.</summary>
    public const string ResponsesMember = "responses-member";

    /// <summary>The member <c>reasoning</c>, which few vendors know.</summary>
    public const string ReasoningMember = "reasoning-member";

    /// <summary>No list of messages, or an empty one.</summary>
    public const string NoMessages = "no-messages";

    /// <summary>A message is not an object.</summary>
    public const string MessageKind = "message-kind";

    /// <summary>A role that chat does not know.</summary>
    public const string UnknownRole = "unknown-role";

    /// <summary>A tool message that names no call.</summary>
    public const string NamelessOutput = "nameless-output";

    /// <summary>An item of the Responses API in the place of a message.</summary>
    public const string ResponsesItem = "responses-item";

    /// <summary>Content that is neither text nor parts.</summary>
    public const string ContentKind = "content-kind";

    /// <summary>A message that needs content and has none.</summary>
    public const string NoContent = "no-content";

    /// <summary>Calls that are no list, an empty list, or not the assistant's.</summary>
    public const string MisplacedCalls = "misplaced-calls";

    /// <summary>A call without id, type, name or arguments as text.</summary>
    public const string CallForm = "call-form";

    /// <summary>A content part without what its type demands.</summary>
    public const string PartForm = "part-form";

    /// <summary>A content part of a type that only the Responses API has.</summary>
    public const string ResponsesPart = "responses-part";

    /// <summary>A second tool message for the same call.</summary>
    public const string OutputTwice = "output-twice";

    /// <summary>A tool message without its call right before.</summary>
    public const string OrphanOutput = "orphan-output";

    /// <summary>Two calls of a message with the same id.</summary>
    public const string CallIdTwice = "call-id-twice";

    /// <summary>A call without a tool message right behind its message.</summary>
    public const string CallUnanswered = "call-unanswered";

    /// <summary>More than one system message.</summary>
    public const string SeveralSystems = "several-systems";

    /// <summary>A system message that is not the first message.</summary>
    public const string LateSystem = "late-system";

    /// <summary>More than one answer asked for.</summary>
    public const string SeveralAnswers = "several-answers";

    /// <summary>Tools that are no list, or an empty list.</summary>
    public const string EmptyTools = "empty-tools";

    /// <summary>A tool without chat's form.</summary>
    public const string ToolForm = "tool-form";

    /// <summary>A tool of a type that only the Responses API has.</summary>
    public const string ResponsesTool = "responses-tool";

    /// <summary>Parameters that are no schema of an object.</summary>
    public const string ParametersKind = "parameters-kind";

    /// <summary>Two tools with the same name.</summary>
    public const string ToolNameTwice = "tool-name-twice";

    /// <summary>A tool's name with other letters than chat has, or longer.</summary>
    public const string ToolName = "tool-name";

    /// <summary>A choice among tools without tools.</summary>
    public const string ChoiceWithoutTools = "choice-without-tools";

    /// <summary>A choice that has not chat's form.</summary>
    public const string ChoiceForm = "choice-form";

    /// <summary><c>parallel_tool_calls</c> without tools.</summary>
    public const string ParallelWithoutTools = "parallel-without-tools";

    /// <summary><c>parallel_tool_calls</c> that is neither true nor false.</summary>
    public const string ParallelKind = "parallel-kind";

    /// <summary><c>stream</c> that is neither true nor false.</summary>
    public const string StreamKind = "stream-kind";

    /// <summary><c>stream_options</c> without a stream.</summary>
    public const string OptionsWithoutStream = "options-without-stream";

    /// <summary><c>stream_options</c> that are no object.</summary>
    public const string OptionsKind = "options-kind";

    /// <summary><c>top_logprobs</c> without <c>logprobs</c>.</summary>
    public const string NoLogprobs = "no-logprobs";
}
