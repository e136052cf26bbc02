using System.Text.Json;
using Relay.Contract;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;

namespace Relay.Requests.Tools;

/// <summary>Reads <c>tool_choice</c> in all its forms.</summary>
internal sealed class ToolChoiceReader(RequestCheck check, RelayPolicies policies, ToolNameMap tools)
{
    private const string LeftOut = "tool_choice was left out: tools of its type cannot be carried.";

    private HashSet<string>? _allowed;
    private HashSet<string>? _declared;

    /// <summary>The tools that the model may call, in the order of their declaration.</summary>
    public IReadOnlyList<ChatTool> Allowed => _allowed is null ? tools.Tools : [.. tools.Tools.Where(tool => _allowed.Contains(tool.Name))];

    private HashSet<string> Declared =>
        _declared ??= tools.Tools.Select(static tool => tool.Name).ToHashSet(StringComparer.Ordinal);

    public ChatToolChoice? Read(JsonElement request)
    {
        var choice = ReadChoice(request);
        if (choice is { Mode: "required" } && Allowed.Count == 0)
        {
            check.Warn("tool_choice 'required' was left out: there is no tool that can be called.");
        }

        return choice;
    }

    private ChatToolChoice? ReadChoice(JsonElement request)
    {
        if (!RequestCheck.TryGet(request, "tool_choice", out var choice))
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
                check.ReportWrongType("tool_choice", RequestKind.Object, choice);
                return null;
        }
    }

    private ChatToolChoice? ReadMode(string mode, string path)
    {
        if (mode is "auto" or "none" or "required")
        {
            return new ChatToolChoice(mode, null);
        }

        check.ReportWrongValue(path, mode, "auto, none, required or a function");
        return null;
    }

    private ChatToolChoice? ReadObject(JsonElement choice)
    {
        switch (check.ReadRequiredText(choice, "type", "tool_choice"))
        {
            case ("auto" or "none" or "required") and var mode:
                return new ChatToolChoice(mode, null);
            case var type when policies.ClientTools is ClientTools.Drop
                && (type == "custom" || BuiltInFunctions.FindTool(type, choice) is not BuiltInTool.None):
                check.Warn(LeftOut);
                return null;
            case ("function" or "custom" or "tool") and var type:
                return new ChatToolChoice(null, ReadName(choice, type, "tool_choice"));
            case "allowed_tools":
                return ReadAllowed(choice);
            case var type when FindBuiltIn(type, choice) is { } name:
                return new ChatToolChoice(null, name);
            case { Length: > 0 } type when policies.HostedTools is HostedTools.Ignore
                || (policies.WebSearch is not Policies.WebSearch.Hosted && WebSearchTool.IsWebSearch(type)):
                check.Warn(LeftOut);
                return null;
            case var type:
                check.ReportUnsupported(
                    "tool_choice.type",
                    $"A choice of type '{RequestCheck.Shorten(type)}' cannot be carried to this vendor. "
                    + "Leave tool_choice out, or choose a function.");
                return null;
        }
    }

    /// <summary>Reads <c>allowed_tools</c>. Chat Completions has no equivalent, so the vendor receives only these tools.</summary>
    private ChatToolChoice? ReadAllowed(JsonElement choice)
    {
        ToolReader.ReadNested(choice, "allowed_tools", "tool_choice", out var members, out var path);
        if (check.ReadOptional(members, "tools", path, RequestKind.Array) is not { } list)
        {
            check.ReportMissing($"{path}.tools");
            return null;
        }

        _allowed = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var tool in list.EnumerateArray())
        {
            AddAllowed(tool, $"{path}.tools[{index++}]");
        }

        return ReadMode(check.ReadText(members, "mode", path) ?? "auto", $"{path}.mode");
    }

    private void AddAllowed(JsonElement tool, string path)
    {
        if (tool.ValueKind != JsonValueKind.Object)
        {
            check.ReportWrongType(path, RequestKind.Object, tool);
            return;
        }

        var type = check.ReadRequiredText(tool, "type", path);
        if (type is "function" or "custom")
        {
            _allowed!.Add(ReadName(tool, type, path));
        }
        else if (FindBuiltIn(type, tool) is { } name)
        {
            _allowed!.Add(name);
        }
        else
        {
            check.Warn($"Allowed tools of type {RequestCheck.QuoteName(type)} were left out: they cannot be carried to this vendor.");
        }
    }

    private string ReadName(JsonElement choice, string type, string path)
    {
        ToolReader.ReadNested(choice, type, path, out var tool, out var toolPath);
        return tools.GetName(check.ReadText(tool, "namespace", toolPath), check.ReadRequiredText(tool, "name", toolPath));
    }

    // A choice of a tool search does not repeat who runs it.
    private string? FindBuiltIn(string type, JsonElement choice) =>
        (type == "tool_search" ? BuiltInTool.ToolSearch : BuiltInFunctions.FindTool(type, choice)) is not BuiltInTool.None and var tool
            && Declared.Contains(tools.GetName(tool))
                ? tools.GetName(tool)
                : null;
}
