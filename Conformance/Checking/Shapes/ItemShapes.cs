using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Checking.Shapes;

/// <summary>
/// The output items. Members that a rule of their own judges are left out or stand here as any value: <c>id</c>, <c>status</c>,
/// <c>call_id</c> of the calls a chat upstream can make, and the <c>summary</c> of reasoning.
/// </summary>
internal static class ItemShapes
{
    private static readonly MemberShape Type = new("type", JsonKinds.Name, Demand.OpenAi);
    private static readonly MemberShape CallId = new("call_id", JsonKinds.Name, Demand.OpenAi);
    private static readonly MemberShape Namespace = new("namespace", JsonKinds.Text, Nulls: Nulls.Allowed);
    private static readonly MemberShape ToolName = new("name", JsonKinds.Name, Demand.OpenAi);

    private static readonly Dictionary<string, IReadOnlyList<MemberShape>> OfType = new(StringComparer.Ordinal)
    {
        ["message"] =
        [
            new("role", JsonKinds.Name, Demand.OpenAi) { Words = ["assistant"] },
            new("content", JsonKinds.List, Demand.OpenAi) { Elements = PartShapes.Part },
            new("phase", JsonKinds.Name, Nulls: Nulls.OpenAiOnly) { Words = ["commentary", "final_answer"] },
        ],
        ["function_call"] =
        [
            ToolName, new("arguments", JsonKinds.Text, Demand.OpenAi), Namespace,
            new("async", JsonKinds.Boolean, Nulls: Nulls.Allowed), new("caller", JsonKinds.Object, Nulls: Nulls.Allowed),
        ],
        ["custom_tool_call"] = [
            ToolName,
            new("input", JsonKinds.Text, Demand.OpenAi),
            Namespace,
            new("async", JsonKinds.Boolean, Nulls: Nulls.Allowed),
        ],
        ["reasoning"] =
        [
            new("summary", JsonKinds.Any) { Elements = PartShapes.Part },
            new("content", JsonKinds.List, Nulls: Nulls.Allowed) { Elements = PartShapes.Part },
            new("encrypted_content", JsonKinds.Text, Nulls: Nulls.OpenAiOnly),
        ],
        ["compaction"] = [new("encrypted_content", JsonKinds.Name, Demand.OpenAi), new("created_by", JsonKinds.Text, Nulls: Nulls.Allowed)],
        ["web_search_call"] = [new("action", JsonKinds.Object, Nulls: Nulls.Allowed)],
        ["file_search_call"] = [new("queries", JsonKinds.List, Demand.OpenAi), new("results", JsonKinds.List, Nulls: Nulls.Allowed)],
        ["code_interpreter_call"] =
        [
            new("code", JsonKinds.Text, Demand.OpenAi, Nulls.Allowed), new("container_id", JsonKinds.Name, Demand.OpenAi),
            new("outputs", JsonKinds.List, Demand.OpenAi, Nulls.Allowed),
        ],
        ["image_generation_call"] = [new("result", JsonKinds.Text, Demand.OpenAi, Nulls.Allowed)],
        ["mcp_call"] =
        [
            ToolName, new("arguments", JsonKinds.Text, Demand.OpenAi), new("server_label", JsonKinds.Name, Demand.OpenAi),
            new("output", JsonKinds.Text, Nulls: Nulls.Allowed),
        ],
        ["mcp_list_tools"] = [new("server_label", JsonKinds.Name, Demand.OpenAi), new("tools", JsonKinds.List, Demand.OpenAi)],
        ["mcp_approval_request"] = [
            ToolName,
            new("arguments", JsonKinds.Text, Demand.OpenAi),
            new("server_label", JsonKinds.Name, Demand.OpenAi),
        ],
        ["computer_call"] = [CallId, new("pending_safety_checks", JsonKinds.List, Demand.OpenAi)],
        ["local_shell_call"] = [CallId, new("action", JsonKinds.Object, Demand.OpenAi)],
        ["shell_call"] = [CallId, new("action", JsonKinds.Object, Demand.OpenAi)],
        ["shell_call_output"] = [CallId, new("output", JsonKinds.List, Demand.OpenAi)],
        ["apply_patch_call"] = [CallId, new("operation", JsonKinds.Object, Demand.OpenAi)],
        ["apply_patch_call_output"] = [CallId, new("output", JsonKinds.Text, Nulls: Nulls.Allowed)],
        ["tool_search_call"] = [
            new("call_id", JsonKinds.Name, Demand.OpenAi, Nulls.Allowed),
            new("execution", JsonKinds.Name, Demand.OpenAi),
            new("arguments", JsonKinds.Any, Demand.OpenAi),
        ],
        ["tool_search_output"] = [
            new("call_id", JsonKinds.Name, Demand.OpenAi, Nulls.Allowed),
            new("execution", JsonKinds.Name, Demand.OpenAi),
            new("tools", JsonKinds.List, Demand.OpenAi),
        ],
        ["program"] = [CallId, new("code", JsonKinds.Text, Demand.OpenAi), new("fingerprint", JsonKinds.Text, Demand.OpenAi)],
        ["program_output"] = [CallId, new("result", JsonKinds.Text, Demand.OpenAi)],
    };

    /// <summary>An output item of any type.</summary>
    public static ObjectShape Item { get; } = new(ShapeOwner.Item, Name, Members);

    private static string Name(JsonElement item) => $"A {item.Member("type").Text() ?? "new"} item";

    private static IReadOnlyList<MemberShape> Members(JsonElement item) =>
        item.Member("type").Text() is { Length: > 0 } type ? OfType.GetValueOrDefault(type, []) : [Type];
}
