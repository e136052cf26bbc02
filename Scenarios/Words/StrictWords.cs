namespace Scenarios.Words;

/// <summary>The keys and words of <c>vocabulary/strict/*.yaml</c>.</summary>
internal static class StrictWords
{
    public static readonly KeyTable Vendor = new("a strict vendor",
    [
        new("vendor", "The vendor, from vocabulary/vendors.yaml.", Required: true),
        new("title", "The API and its date.", Required: true),
        new("like", "The strict vendor whose refusals are added after these; a refusal with the same id is replaced."),
        new("refusals", "The refusals; the first that applies is returned.", Required: true),
    ]);

    public static readonly KeyTable Refusal = new("a refusal",
    [
        new("id", "The id, unique within the vendor.", Required: true),
        new("says", "What is rejected, in one sentence.", Required: true),
        new("when", "The condition; placeholders in the answer refer to what it finds.", Required: true),
        new("only_if", "Additional conditions that must hold."),
        new("unless", "Additional conditions that must not hold."),
        new("status", "The status of the answer.", Required: true),
        new("body", "The body of the answer; placeholders such as $member are replaced by what was found.", Required: true),
        new("source", "URLs that document or show the refusal.", Required: true),
    ]);

    public static readonly KeyTable Condition = new("a condition",
    [
        new("fault", "A kind of fault that the lint of chat requests finds, or several."),
        new("at", "A path, such as messages[assistant].tool_calls[*].id; request is the complete request. Requires exactly one test."),
        new("role", "The role of a message directly after one with the role 'after'."),
        new("after", "The role of the previous message."),
        new("nothing_at", "A path without a value."),
        new("no_word", "A word that no message contains."),
        new("present", "true: the value is present, including null."),
        new("one_of", "The value is one of these."),
        new("other_than", "The value is present, not null, and none of these."),
        new("not_matching", "The value is text that the regular expression does not match."),
        new("longer_than", "The value is text with more characters."),
        new("above", "The value is a greater number."),
        new("below", "The value is a smaller number."),
        new("lacks", "The value has none of these members, or they are null."),
        new("without", "The value has none of these members, not even as null."),
        new("has_any", "The value has one of these members; each is a separate finding."),
        new("has_all", "The value has all of these members."),
        new("empty", "Each of these members is absent, null, an empty text or an empty list."),
        new("members_other_than", "The value has members other than these; each is a separate finding."),
    ]);

    /// <summary>The tests that stand beside a path.</summary>
    public static readonly IReadOnlyList<string> Tests =
        [
            "present", "one_of", "other_than", "not_matching", "longer_than", "above", "below", "lacks", "without",
            "has_any", "has_all", "empty", "members_other_than",
        ];

    /// <summary>The words that the body of a refusal may contain and that are replaced by the members that match.</summary>
    public static readonly IReadOnlyList<string> Placeholders =
        [
            "$member", "$dotted", "$loc", "$name", "$value", "$text", "$texts", "$index", "$next", "$role", "$after",
            "$length", "$function", "$number", "$each", "$join",
        ];

    /// <summary>The kinds of faults that the lint of chat requests finds.</summary>
    public static readonly WordTable Faults = new("a kind of fault", "unknown-word",
    [
        new("responses-member", "A top-level member that only the Responses API has."),
        new("reasoning-member", "The member reasoning, which few vendors support."),
        new("no-messages", "No list of messages, or an empty one."),
        new("message-kind", "A message that is not an object."),
        new("unknown-role", "A role that Chat Completions does not define."),
        new("nameless-output", "A tool message that names no call."),
        new("responses-item", "An item of the Responses API instead of a message."),
        new("content-kind", "Content that is neither text nor parts."),
        new("no-content", "A message without the content that it requires."),
        new("misplaced-calls", "Calls that are not a list, an empty list, or not in an assistant message."),
        new("call-form", "A call without id, type, name or arguments as text."),
        new("part-form", "A content part without the members that its type requires."),
        new("responses-part", "A content part of a type that only the Responses API has."),
        new("output-twice", "A second tool message for the same call."),
        new("orphan-output", "A tool message that does not directly follow its call."),
        new("call-id-twice", "Two calls of a message with the same id."),
        new("call-unanswered", "A call without a tool message directly after its message."),
        new("several-systems", "More than one system message."),
        new("late-system", "A system message that is not the first message."),
        new("several-answers", "More than one answer requested."),
        new("empty-tools", "Tools that are not a list, or an empty list."),
        new("tool-form", "A tool that does not have the form of Chat Completions."),
        new("responses-tool", "A tool of a type that only the Responses API has."),
        new("parameters-kind", "Parameters that are not the schema of an object."),
        new("tool-name-twice", "Two tools with the same name."),
        new("tool-name", "A tool name that is too long or contains characters that Chat Completions does not allow."),
        new("choice-without-tools", "A tool_choice without tools."),
        new("choice-form", "A tool_choice that does not have the form of Chat Completions."),
        new("parallel-without-tools", "parallel_tool_calls without tools."),
        new("parallel-kind", "parallel_tool_calls that is neither true nor false."),
        new("stream-kind", "stream that is neither true nor false."),
        new("options-without-stream", "stream_options without a stream."),
        new("options-kind", "stream_options that are not an object."),
        new("no-logprobs", "top_logprobs without logprobs."),
    ]);
}
