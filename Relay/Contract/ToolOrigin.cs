namespace Relay.Contract;

/// <summary>The client's declaration of a tool that has another name or form in the chat request.</summary>
/// <param name="Name">The client's name for it, without the namespace.</param>
/// <param name="Namespace">The namespace it was declared in; <see langword="null"/> when in none.</param>
/// <param name="IsCustom">Whether its input is free text; its calls are returned as <c>custom_tool_call</c> (Q27).</param>
/// <param name="BuiltIn">The built-in tool that it is, if any; its calls are returned as items of that tool.</param>
public sealed record ToolOrigin(string Name, string? Namespace, bool IsCustom, BuiltInTool BuiltIn = BuiltInTool.None);
