using System.Text.Json;
using Relay.Contract;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;

namespace Relay.Requests.Tools;

/// <summary>Reads the choice among the tools, in every form.</summary>
internal sealed class ToolChoiceReader(RequestCheck check, RelayPolicies policies, ToolBook tools)
{
    private const string LeftOut = "tool_choice was left out: tools of its type cannot be carried.";

    private HashSet<string>? _allowed;

    /// <summary>The tools that may be called, in the order they were declared.</summary>
    public IReadOnlyList<ChatTool> Allowed => _allowed is null ? tools.Tools : [.. tools.Tools.Where(tool => _allowed.Contains(tool.Name))];

    public ChatToolChoice? Read(JsonElement request)
    {
        if (!RequestCheck.Has(request, "tool_choice", out var choice))
        {
            return null;
        }

        switch (choice.ValueKind)
        {
            case JsonValueKind.String:
                return ReadMode(choice.GetString()!, "tool_choice");
            case JsonValueKind.Object:
                return ReadObject(choice);
            default:
                check.WrongType("tool_choice", RequestKind.Object, choice);
                return null;
        }
    }

    private ChatToolChoice? ReadMode(string mode, string path)
    {
        if (mode is "auto" or "none" or "required")
        {
            return new ChatToolChoice(mode, null);
        }

        check.WrongValue(path, mode, "auto, none, required or a function");
        return null;
    }

    private ChatToolChoice? ReadObject(JsonElement choice)
    {
        switch (check.RequiredText(choice, "type", "tool_choice"))
        {
            case ("auto" or "none" or "required") and var mode:
                return new ChatToolChoice(mode, null);
            case "custom" when policies.ClientTools is ClientTools.Drop:
                check.Warn(LeftOut);
                return null;
            case ("function" or "custom" or "tool") and var type:
                return new ChatToolChoice(null, NameOf(choice, type, "tool_choice"));
            case "allowed_tools":
                return ReadAllowed(choice);
            case var type when DeclaredBuiltIn(type, choice) is { } name:
                return new ChatToolChoice(null, name);
            case { Length: > 0 } when policies.HostedTools is HostedTools.Drop:
                check.Warn(LeftOut);
                return null;
            case var type:
                check.Unsupported("tool_choice.type", $"A choice of type '{RequestCheck.Short(type)}' cannot be carried to this vendor.");
                return null;
        }
    }

    /// <summary>Vendors have no word for a choice among some of the tools: they get those only.</summary>
    private ChatToolChoice? ReadAllowed(JsonElement choice)
    {
        ToolReader.ReadNested(choice, "allowed_tools", "tool_choice", out var members, out var path);
        if (check.Optional(members, "tools", path, RequestKind.Array) is not { } list)
        {
            check.Missing($"{path}.tools");
            return null;
        }

        _allowed = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var tool in list.EnumerateArray())
        {
            Allow(tool, $"{path}.tools[{index++}]");
        }

        return ReadMode(check.Text(members, "mode", path) ?? "auto", $"{path}.mode");
    }

    private void Allow(JsonElement tool, string path)
    {
        if (tool.ValueKind != JsonValueKind.Object)
        {
            check.WrongType(path, RequestKind.Object, tool);
            return;
        }

        var type = check.RequiredText(tool, "type", path);
        if (type is "function" or "custom")
        {
            _allowed!.Add(NameOf(tool, type, path));
        }
        else if (DeclaredBuiltIn(type, tool) is { } name)
        {
            _allowed!.Add(name);
        }
    }

    private string NameOf(JsonElement choice, string type, string path)
    {
        ToolReader.ReadNested(choice, type, path, out var tool, out var toolPath);
        return tools.NameOf(check.Text(tool, "namespace", toolPath), check.RequiredText(tool, "name", toolPath));
    }

    private string? DeclaredBuiltIn(string type, JsonElement choice) =>
        BuiltInShim.Of(type, choice) is not BuiltInTool.None and var tool && tools.Tools.Any(declared => declared.Name == tools.NameOf(tool)) ? tools.NameOf(tool) : null;
}
