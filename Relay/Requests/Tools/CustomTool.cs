using System.Text.Json;
using Relay.Json;

namespace Relay.Requests.Tools;

/// <summary>
/// Represents a custom tool, which receives free text, as a function with one string: chat vendors have no other tools (Q27).
/// </summary>
internal static class CustomTool
{
    /// <summary>The parameters of the function.</summary>
    public static JsonElement Parameters { get; } = JsonElement.Parse(
        """{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}""");

    /// <summary>Returns the description of the tool with the grammar of its input.</summary>
    public static string? Describe(string? description, (string Syntax, string Definition)? grammar)
    {
        if (grammar is not { } rules)
        {
            return description;
        }

        var syntax = rules.Syntax.Length == 0 ? "" : rules.Syntax + " ";
        var told = $"The input follows this {syntax}grammar:\n{rules.Definition}";
        return string.IsNullOrEmpty(description) ? told : $"{description}\n\n{told}";
    }

    /// <summary>Returns the arguments of a call with this input.</summary>
    public static string CreateArguments(string input) => $$"""{"input":{{JsonText.Quote(input)}}}""";
}
