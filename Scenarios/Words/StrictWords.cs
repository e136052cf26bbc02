namespace Scenarios.Words;

/// <summary>The keys and words of <c>vocabulary/strict/*.yaml</c>.</summary>
internal static class StrictWords
{
    public static readonly KeyTable Vendor = new("a strict vendor",
    [
        new("vendor", "The vendor, from vocabulary/vendors.yaml.", Required: true),
        new("title", "Whose API it is, and of which time.", Required: true),
        new("like", "The strict vendor whose refusals it has too, behind its own; one with the same id is replaced."),
        new("refusals", "What is refused; the first that applies answers.", Required: true),
    ]);

    public static readonly KeyTable Refusal = new("a refusal",
    [
        new("id", "The id, unique within the vendor.", Required: true),
        new("says", "What is refused, in one sentence.", Required: true),
        new("when", "What is looked for; the answer speaks of what was found.", Required: true),
        new("only_if", "Conditions that must hold beside it."),
        new("unless", "Conditions that must not hold beside it."),
        new("status", "The status of the answer.", Required: true),
        new("body", "The body of the answer; $member and its like stand for what was found.", Required: true),
        new("source", "Where it is documented or was seen: addresses.", Required: true),
    ]);

    public static readonly KeyTable Condition = new("a condition",
    [
        new("fault", "A kind of fault that the lint of chat requests finds, or several."),
        new("at", "A path, such as messages[assistant].tool_calls[*].id; request is the whole. One test stands beside it."),
        new("role", "The role of a message that stands right behind one of the role 'after'."),
        new("after", "The role of the message before."),
        new("nothing_at", "A path at which nothing is."),
        new("no_word", "A word that stands in no message."),
        new("present", "true: the value is there, be it null."),
        new("one_of", "The value is one of these."),
        new("other_than", "The value is there, not null, and none of these."),
        new("not_matching", "The value is text that the regular expression does not match."),
        new("longer_than", "The value is text with more characters."),
        new("above", "The value is a greater number."),
        new("below", "The value is a smaller number."),
        new("lacks", "The value has none of these members, or they are null."),
        new("without", "The value has none of these members, not even as null."),
        new("has_any", "The value has one of these members; each is found for itself."),
        new("has_all", "The value has all of these members."),
        new("empty", "Each of these members is absent, null, an empty text or an empty list."),
        new("members_other_than", "The value has members other than these; each is found for itself."),
    ]);

    /// <summary>The tests that stand beside a path.</summary>
    public static readonly IReadOnlyList<string> Tests =
        ["present", "one_of", "other_than", "not_matching", "longer_than", "above", "below", "lacks", "without", "has_any", "has_all", "empty", "members_other_than"];

    /// <summary>The words that stand in a body for what was found.</summary>
    public static readonly IReadOnlyList<string> Placeholders =
        ["$member", "$dotted", "$loc", "$name", "$value", "$text", "$texts", "$index", "$next", "$role", "$after", "$length", "$function", "$number", "$each", "$join"];

    /// <summary>The kinds of faults that the lint of chat requests finds.</summary>
    public static readonly WordTable Faults = new("a kind of fault", "unknown-word",
    [
        new("responses-member", "A member at the top that only the Responses API has."),
        new("reasoning-member", "The member reasoning, which few vendors know."),
        new("no-messages", "No list of messages, or an empty one."),
        new("message-kind", "A message that is no object."),
        new("unknown-role", "A role that chat does not know."),
        new("nameless-output", "A tool message that names no call."),
        new("responses-item", "An item of the Responses API in the place of a message."),
        new("content-kind", "Content that is neither text nor parts."),
        new("no-content", "A message that needs content and has none."),
        new("misplaced-calls", "Calls that are no list, an empty list, or not the assistant's."),
        new("call-form", "A call without id, type, name or arguments as text."),
        new("part-form", "A content part without what its type demands."),
        new("responses-part", "A content part of a type that only the Responses API has."),
        new("output-twice", "A second tool message for the same call."),
        new("orphan-output", "A tool message without its call right before."),
        new("call-id-twice", "Two calls of a message with the same id."),
        new("call-unanswered", "A call without a tool message right behind its message."),
        new("several-systems", "More than one system message."),
        new("late-system", "A system message that is not the first message."),
        new("several-answers", "More than one answer asked for."),
        new("empty-tools", "Tools that are no list, or an empty list."),
        new("tool-form", "A tool without chat's form."),
        new("responses-tool", "A tool of a type that only the Responses API has."),
        new("parameters-kind", "Parameters that are no schema of an object."),
        new("tool-name-twice", "Two tools with the same name."),
        new("tool-name", "A tool's name with other letters than chat has, or longer."),
        new("choice-without-tools", "A choice among tools without tools."),
        new("choice-form", "A choice that has not chat's form."),
        new("parallel-without-tools", "parallel_tool_calls without tools."),
        new("parallel-kind", "parallel_tool_calls that is neither true nor false."),
        new("stream-kind", "stream that is neither true nor false."),
        new("options-without-stream", "stream_options without a stream."),
        new("options-kind", "stream_options that are no object."),
        new("no-logprobs", "top_logprobs without logprobs."),
    ]);
}
