using Relay.Policies;

namespace Relay.ResponsesWire;

/// <summary>
/// Contains the event types that the relay writes: only those of OpenAI, because openai-node throws at any other (V07), and those of Open
/// Responses for its clients.
/// </summary>
internal static class EventTypes
{
    public const string Created = "response.created";
    public const string InProgress = "response.in_progress";
    public const string Completed = "response.completed";
    public const string Incomplete = "response.incomplete";
    public const string Failed = "response.failed";
    public const string Error = "error";
    public const string ItemAdded = "response.output_item.added";
    public const string ItemDone = "response.output_item.done";
    public const string PartAdded = "response.content_part.added";
    public const string PartDone = "response.content_part.done";
    public const string TextDelta = "response.output_text.delta";
    public const string TextDone = "response.output_text.done";
    public const string AnnotationAdded = "response.output_text.annotation.added";
    public const string RefusalDelta = "response.refusal.delta";
    public const string RefusalDone = "response.refusal.done";
    public const string SummaryPartAdded = "response.reasoning_summary_part.added";
    public const string SummaryPartDone = "response.reasoning_summary_part.done";
    public const string SummaryTextDelta = "response.reasoning_summary_text.delta";
    public const string SummaryTextDone = "response.reasoning_summary_text.done";
    public const string ReasoningTextDelta = "response.reasoning_text.delta";
    public const string ReasoningTextDone = "response.reasoning_text.done";
    public const string ReasoningDelta = "response.reasoning.delta";
    public const string ReasoningDone = "response.reasoning.done";
    public const string ArgumentsDelta = "response.function_call_arguments.delta";
    public const string ArgumentsDone = "response.function_call_arguments.done";
    public const string CustomInputDelta = "response.custom_tool_call_input.delta";
    public const string CustomInputDone = "response.custom_tool_call_input.done";

    public static string ReasoningTextDoneIn(EventDialect dialect) =>
        dialect is EventDialect.OpenResponses ? ReasoningDone : ReasoningTextDone;
}
