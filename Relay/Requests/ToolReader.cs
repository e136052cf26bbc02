using System.Text.Json;

namespace Relay.Requests;

/// <summary>Reads the tools and the choice among them.</summary>
internal sealed class ToolReader(RequestCheck check)
{
    public IReadOnlyList<ChatTool> ReadTools(JsonElement request)
    {
        var tools = new List<ChatTool>();
        if (check.Optional(request, "tools", "", RequestKind.Array) is { } declared)
        {
            var index = 0;
            foreach (var tool in declared.EnumerateArray())
            {
                ReadTool(tool, $"tools[{index++}]", tools);
            }
        }

        return tools;
    }

    public ChatToolChoice? ReadChoice(JsonElement request)
    {
        if (!RequestCheck.Has(request, "tool_choice", out var choice))
        {
            return null;
        }

        switch (choice.ValueKind)
        {
            case JsonValueKind.String:
                return ReadMode(choice.GetString()!);
            case JsonValueKind.Object:
                return ReadForced(choice);
            default:
                check.WrongType("tool_choice", RequestKind.Object, choice);
                return null;
        }
    }

    private void ReadTool(JsonElement tool, string path, List<ChatTool> tools)
    {
        if (tool.ValueKind != JsonValueKind.Object)
        {
            check.WrongType(path, RequestKind.Object, tool);
            return;
        }

        var type = check.RequiredText(tool, "type", path);
        if (type != "function")
        {
            check.Unsupported($"{path}.type", $"Tools of type '{type}' cannot be carried to this vendor.");
            return;
        }

        // Chat's own, nested shape is taken too: many clients send it by mistake.
        var nested = RequestCheck.Has(tool, "function", out var function) && function.ValueKind == JsonValueKind.Object;
        tools.Add(ReadFunction(nested ? function : tool, nested ? $"{path}.function" : path));
    }

    private ChatTool ReadFunction(JsonElement function, string path) => new(
        check.RequiredText(function, "name", path),
        check.Text(function, "description", path),
        check.Optional(function, "parameters", path, RequestKind.Object),
        check.Flag(function, "strict", path));

    private ChatToolChoice? ReadMode(string mode)
    {
        if (mode is "auto" or "none" or "required")
        {
            return new ChatToolChoice(mode, null);
        }

        check.WrongValue("tool_choice", mode, "auto, none, required or a function");
        return null;
    }

    private ChatToolChoice? ReadForced(JsonElement choice)
    {
        var type = check.RequiredText(choice, "type", "tool_choice");
        if (type != "function")
        {
            check.Unsupported("tool_choice.type", $"A choice of type '{type}' cannot be carried to this vendor.");
            return null;
        }

        return RequestCheck.Has(choice, "function", out var function) && function.ValueKind == JsonValueKind.Object
            ? new ChatToolChoice(null, check.RequiredText(function, "name", "tool_choice.function"))
            : new ChatToolChoice(null, check.RequiredText(choice, "name", "tool_choice"));
    }
}
