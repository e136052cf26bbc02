namespace Relay.Contract;

/// <summary>What a client calls a tool that the vendor knows by another name or in another shape.</summary>
/// <param name="Name">The client's name for it, without the namespace.</param>
/// <param name="Namespace">The namespace it was declared in; <see langword="null"/> when in none.</param>
/// <param name="IsCustom">Whether it takes free text: its calls go back as <c>custom_tool_call</c> (Q27).</param>
/// <param name="BuiltIn">Which of the built-in tools it is: its calls go back as items of that tool.</param>
public sealed record ToolOrigin(string Name, string? Namespace, bool IsCustom, BuiltInTool BuiltIn = BuiltInTool.None);
