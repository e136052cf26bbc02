using Conformance.Reading;

namespace Conformance.Checking.Shapes;

/// <summary>
/// The response object, from OpenAI's types and Open Responses' schema. Members that a rule of their own judges stand here as any value:
/// usage, and the members of a failure.
/// </summary>
internal static class ResponseShapes
{
    private static readonly (long, long, string) Seconds = (1_000_000_000, 99_999_999_999, "seconds since 1970");

    private static readonly IReadOnlyList<MemberShape> AnyTool = [new("type", JsonKinds.Name, Demand.OpenAi)];

    private static readonly IReadOnlyList<MemberShape> FunctionTool =
    [
        new("name", JsonKinds.Name, Demand.OpenAi),
        new("description", JsonKinds.Text, Demand.OpenResponses, Nulls.Allowed),
        new("parameters", JsonKinds.Object, Demand.OpenResponses, Nulls.Allowed),
        new("strict", JsonKinds.Boolean, Demand.OpenResponses, Nulls.Allowed),
    ];

    private static readonly ObjectShape Tool = new(
        ShapeOwner.Response,
        static json => $"A tool of type {json.Member("type").Text() ?? "unknown"} in the response",
        static json => json.Member("type").Text() == "function" ? FunctionTool : AnyTool);

    private static readonly ObjectShape Error = new(
        ShapeOwner.Response,
        "The response's `error`",
        [new("param", JsonKinds.Text, Nulls: Nulls.Allowed), new("type", JsonKinds.Text, Nulls: Nulls.Allowed)]);

    private static readonly ObjectShape Format = new(
        ShapeOwner.Response,
        "The response's `text.format`",
        [
            new("type", JsonKinds.Name, Demand.OpenAi) { Words = ["text", "json_schema", "json_object"] },
            new("name", JsonKinds.Text, Nulls: Nulls.Allowed), new("schema", JsonKinds.Object, Nulls: Nulls.Allowed),
            new("strict", JsonKinds.Boolean, Nulls: Nulls.Allowed),
        ]);

    private static readonly ObjectShape Text = new(
        ShapeOwner.Response,
        "The response's `text`",
        [
            new("format", JsonKinds.Object) { Inner = Format },
            new("verbosity", JsonKinds.Text, Nulls: Nulls.OpenAiOnly) { Words = ["low", "medium", "high"] },
        ]);

    private static readonly ObjectShape Reasoning = new(
        ShapeOwner.Response,
        "The response's `reasoning`",
        [new("effort", JsonKinds.Text, Nulls: Nulls.Allowed), new(
            "summary", JsonKinds.Text, Nulls: Nulls.Allowed), new("context", JsonKinds.Text, Nulls: Nulls.Allowed)]);

    /// <summary>The response object of a lifecycle event and of a body.</summary>
    public static ObjectShape Response { get; } = new(
        ShapeOwner.Response,
        "The response",
        [
            new("id", JsonKinds.Name, Demand.OpenAi),
            new("object", JsonKinds.Name, Demand.OpenAi) { Words = ["response"] },
            new("created_at", JsonKinds.Integer, Demand.OpenAi) { Range = Seconds },
            new("status", JsonKinds.Name, Demand.OpenAi)
            {
                Words = ["completed", "incomplete", "failed", "in_progress", "queued", "cancelled"],
            },
            new("model", JsonKinds.Name, Demand.OpenAi),
            new("output", JsonKinds.List, Demand.OpenAi) { Elements = ItemShapes.Item },
            new("error", JsonKinds.Object, Demand.OpenAi, Nulls.Allowed) { Inner = Error },
            new("incomplete_details", JsonKinds.Object, Demand.OpenAi, Nulls.Allowed),
            new("instructions", JsonKinds.Text | JsonKinds.List, Demand.OpenAi, Nulls.Allowed),
            new("tools", JsonKinds.List, Demand.OpenAi) { Elements = Tool },
            new("tool_choice", JsonKinds.Name | JsonKinds.Object, Demand.OpenAi) { Words = ["auto", "none", "required"] },
            new("parallel_tool_calls", JsonKinds.Boolean, Demand.OpenAi),
            new("metadata", JsonKinds.Object, Demand.OpenAi, Nulls.Allowed),
            new("temperature", JsonKinds.Number, Demand.OpenAi, Nulls.OpenAiOnly),
            new("top_p", JsonKinds.Number, Demand.OpenAi, Nulls.OpenAiOnly),
            new("completed_at", JsonKinds.Integer, Demand.OpenResponses, Nulls.Allowed) { Range = Seconds },
            new("previous_response_id", JsonKinds.Name, Demand.OpenResponses, Nulls.Allowed),
            new("truncation", JsonKinds.Name, Demand.OpenResponses, Nulls.OpenAiOnly) { Words = ["auto", "disabled"] },
            new("text", JsonKinds.Object, Demand.OpenResponses) { Inner = Text },
            new("presence_penalty", JsonKinds.Number, Demand.OpenResponses, Nulls.OpenAiOnly),
            new("frequency_penalty", JsonKinds.Number, Demand.OpenResponses, Nulls.OpenAiOnly),
            new("top_logprobs", JsonKinds.Count, Demand.OpenResponses, Nulls.OpenAiOnly),
            new("reasoning", JsonKinds.Object, Demand.OpenResponses, Nulls.Allowed) { Inner = Reasoning },
            new("usage", JsonKinds.Any, Demand.OpenResponses),
            new("max_output_tokens", JsonKinds.Count, Demand.OpenResponses, Nulls.Allowed),
            new("max_tool_calls", JsonKinds.Count, Demand.OpenResponses, Nulls.Allowed),
            new("store", JsonKinds.Boolean, Demand.OpenResponses, Nulls.OpenAiOnly),
            new("background", JsonKinds.Boolean, Demand.OpenResponses, Nulls.OpenAiOnly),
            new("service_tier", JsonKinds.Name, Demand.OpenResponses, Nulls.OpenAiOnly),
            new("safety_identifier", JsonKinds.Text, Demand.OpenResponses, Nulls.Allowed),
            new("prompt_cache_key", JsonKinds.Text, Demand.OpenResponses, Nulls.Allowed),
            new("user", JsonKinds.Text, Nulls: Nulls.Allowed),
            new("conversation", JsonKinds.Object, Nulls: Nulls.Allowed),
            new("prompt", JsonKinds.Object, Nulls: Nulls.Allowed),
            new("prompt_cache_retention", JsonKinds.Text, Nulls: Nulls.Allowed),
            new("output_text", JsonKinds.Text, Nulls: Nulls.Allowed),
            new("moderation", JsonKinds.Object, Nulls: Nulls.Allowed),
            new("input_transformations", JsonKinds.List, Nulls: Nulls.Allowed),
        ]);
}
