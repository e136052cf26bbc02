namespace Conformance.Checking.Shapes;

/// <summary>
/// The members of each event type of OpenAI's union, without those that a rule of their own judges: <c>sequence_number</c>, the reference
/// to an item, the numbers of parts and the deltas of text and arguments. The <c>error</c> event, which has two shapes, is a rule of its
/// own.
/// </summary>
internal static class EventShapes
{
    private static readonly MemberShape Obfuscation = new("obfuscation", JsonKinds.Text, Nulls: Nulls.Allowed);
    private static readonly MemberShape Logprobs = new("logprobs", JsonKinds.List, Demand.List) { Elements = PartShapes.Logprob };
    private static readonly MemberShape Response = new("response", JsonKinds.Object, Demand.OpenAi) { Inner = ResponseShapes.Response };
    private static readonly MemberShape ItemIndex = new("output_index", JsonKinds.Count, Demand.OpenAi);
    private static readonly MemberShape Item = new("item", JsonKinds.Object, Demand.OpenAi) { Inner = ItemShapes.Item };
    private static readonly MemberShape Part = new("part", JsonKinds.Object, Demand.OpenAi) { Inner = PartShapes.Part };
    private static readonly MemberShape CommandIndex = new("command_index", JsonKinds.Count, Demand.OpenAi);

    private static readonly Dictionary<string, ObjectShape> OfType = Create()
        .ToDictionary(pair => pair.Type, pair => Shape(pair.Type, pair.Members), StringComparer.Ordinal);

    /// <summary>
    /// The shape of an event type; <see langword="null"/> for types outside the union and for those with no members of their own.
    /// </summary>
    public static ObjectShape? Find(string type) => OfType.GetValueOrDefault(type);

    private static IEnumerable<(string Type, IReadOnlyList<MemberShape> Members)> Create()
    {
        foreach (var lifecycle in new[] { "created", "in_progress", "queued", "completed", "incomplete", "failed" })
        {
            yield return ($"response.{lifecycle}", [Response]);
        }

        foreach (var end in new[] { "added", "done" })
        {
            yield return ($"response.output_item.{end}", [ItemIndex, Item]);
            yield return ($"response.content_part.{end}", [Part]);
        }

        yield return ("response.reasoning_summary_part.added", [Part]);
        yield return ("response.reasoning_summary_part.done", [Part, new("status", JsonKinds.Name, Nulls: Nulls.Allowed)
        {
            Words = ["incomplete"],
        }]);
        yield return ("response.output_text.delta", [Logprobs, Obfuscation]);
        yield return ("response.output_text.done", [Text("text"), Logprobs]);
        yield return ("response.output_text.annotation.added", [new("annotation_index", JsonKinds.Count, Demand.OpenAi), new(
            "annotation", JsonKinds.Object, Demand.OpenAi) { Inner = PartShapes.Annotation }]);
        yield return ("response.refusal.delta", [Obfuscation]);
        yield return ("response.refusal.done", [Text("refusal")]);
        foreach (var reasoning in new[] { "reasoning_text", "reasoning_summary_text", "reasoning" })
        {
            yield return ($"response.{reasoning}.delta", [Obfuscation]);
            yield return ($"response.{reasoning}.done", [Text("text")]);
        }

        yield return ("response.function_call_arguments.delta", [Obfuscation]);
        yield return ("response.function_call_arguments.done", [Text("arguments"), new("name", JsonKinds.Text, Nulls: Nulls.Allowed)]);
        yield return ("response.custom_tool_call_input.delta", [Obfuscation]);
        yield return ("response.custom_tool_call_input.done", [Text("input")]);
        foreach (var hosted in Hosted())
        {
            yield return hosted;
        }
    }

    private static IEnumerable<(string Type, IReadOnlyList<MemberShape> Members)> Hosted() =>
    [
        ("response.shell_call_command.added", [CommandIndex, Text("command")]),
        ("response.shell_call_command.delta", [CommandIndex, Text("delta"), Obfuscation]),
        ("response.shell_call_command.done", [CommandIndex, Text("command")]),
        ("response.shell_call_output_content.delta", [CommandIndex, new("delta", JsonKinds.Object, Demand.OpenAi)]),
        ("response.shell_call_output_content.done", [CommandIndex, new("output", JsonKinds.List, Demand.OpenAi)]),
        ("response.audio.delta", [Text("delta")]),
        ("response.audio.transcript.delta", [Text("delta")]),
        ("response.code_interpreter_call_code.delta", [Text("delta"), Obfuscation]),
        ("response.code_interpreter_call_code.done", [Text("code")]),
        ("response.image_generation_call.partial_image", [Text("partial_image_b64"), new(
            "partial_image_index", JsonKinds.Count, Demand.OpenAi)]),
        ("response.mcp_call_arguments.delta", [Text("delta"), Obfuscation]),
        ("response.mcp_call_arguments.done", [Text("arguments")]),
    ];

    private static MemberShape Text(string name) => new(name, JsonKinds.Text, Demand.OpenAi);

    private static ObjectShape Shape(string type, IReadOnlyList<MemberShape> members) => new(ShapeOwner.Event, $"`{type}`", members);
}
