using System.Text.Json;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>A text of the client's request that the model must be able to read.</summary>
/// <param name="Role"><c>system</c> (also for <c>developer</c>), <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Text">The text, without white space around it.</param>
/// <param name="Path">Its place in the client's request.</param>
internal sealed record AskedText(string Role, string Text, string Path)
{
    /// <summary>Whether it may stand in a message of any role: the output of a call that the request does not have.</summary>
    public bool IsOrphan { get; init; }
}

/// <summary>A tool call of the client's request.</summary>
/// <param name="Ids">Its <c>call_id</c> and its <c>id</c>, as far as it has them.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Namespace">The tool's namespace, if any.</param>
/// <param name="Input">The arguments as text; the input of a custom tool.</param>
/// <param name="IsCustom">Whether it calls a custom tool.</param>
/// <param name="Path">Its place in the client's request.</param>
internal sealed record AskedCall(IReadOnlyList<string> Ids, string Name, string? Namespace, string Input, bool IsCustom, string Path);

/// <summary>A tool of the client's request that chat has a form for.</summary>
/// <param name="Json">The tool.</param>
/// <param name="Namespace">The namespace it stands in, if any.</param>
/// <param name="Path">Its place in the client's request.</param>
internal sealed record AskedTool(JsonElement Json, string? Namespace, string Path)
{
    /// <summary>The tool's name; empty when it has none.</summary>
    public string Name => Json.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";

    /// <summary>Whether it is a custom tool, which chat can only have in another form.</summary>
    public bool IsCustom => Json.TryGetProperty("type", out var type) && type.ValueEquals("custom");
}
