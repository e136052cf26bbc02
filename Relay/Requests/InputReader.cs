using System.Text;
using System.Text.Json;
using Relay.Json;
using Relay.Policies;
using Relay.Sealing;

namespace Relay.Requests;

/// <summary>Reads instructions and input items into messages.</summary>
internal sealed class InputReader(RequestCheck check, ToolBook tools, RelayPolicies policies, ReasoningSeal? seal)
{
    // What servers of OpenAI did on their own; a chat vendor has no words for it.
    private static readonly HashSet<string> HostedItems = new(StringComparer.Ordinal)
    {
        "web_search_call", "file_search_call", "code_interpreter_call", "image_generation_call", "computer_call", "computer_call_output", "local_shell_call",
        "local_shell_call_output", "shell_call", "shell_call_output", "apply_patch_call", "apply_patch_call_output", "tool_search_call", "tool_search_output",
        "mcp_list_tools", "mcp_call", "mcp_approval_request", "mcp_approval_response", "compaction",
    };

    private readonly List<ChatMessage> _messages = [];
    private readonly List<ChatPart> _images = [];
    private readonly ContentReader _content = new(check);

    private readonly ThoughtReader _thoughts = new(check, seal);
    private readonly CarriedThoughts _carried = new(policies);

    public IReadOnlyList<ChatMessage> Read(JsonElement request)
    {
        if (check.Text(request, "instructions", "") is { Length: > 0 } instructions)
        {
            _messages.Add(new ChatMessage("system") { Parts = { new ChatPart(instructions) } });
        }

        if (!RequestCheck.Has(request, "input", out var input))
        {
            check.Missing("input");
        }
        else if (input.ValueKind == JsonValueKind.String)
        {
            ReadText(input.GetString()!);
        }
        else if (input.ValueKind == JsonValueKind.Array)
        {
            ReadItems(input);
        }
        else
        {
            check.WrongType("input", RequestKind.TextOrTexts, input);
        }

        EndTurn();
        ShowImages();

        return _messages;
    }

    private void ReadText(string text)
    {
        if (text.Length == 0)
        {
            check.WrongValue("input", "", "a text that is not empty");
        }

        _messages.Add(new ChatMessage("user") { Parts = { new ChatPart(text) } });
    }

    private void ReadItems(JsonElement items)
    {
        if (items.GetArrayLength() == 0)
        {
            check.WrongValue("input", "[]", "at least one item");
        }

        var index = 0;
        foreach (var item in items.EnumerateArray())
        {
            ReadItem(item, $"input[{index++}]");
        }
    }

    private void ReadItem(JsonElement item, string path)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            check.WrongType(path, RequestKind.Object, item);
            return;
        }

        switch (TypeOf(item, path))
        {
            case "message":
                ReadMessage(item, path);
                break;
            case "function_call":
                ReadCall(item, path, ArgumentsOf(item, path));
                break;
            case "custom_tool_call":
                ReadCall(item, path, CustomTool.ArgumentsOf(check.RequiredText(item, "input", path)));
                break;
            case "function_call_output" or "custom_tool_call_output":
                ReadOutput(item, path);
                break;
            case "additional_tools":
                // Read with the other tools.
                break;
            case "reasoning":
                _carried.Add(_thoughts.Read(item, path));
                break;
            case "item_reference":
                check.Warn("Items of type 'item_reference' were left out: the relay keeps no items.");
                break;
            case var type when HostedItems.Contains(type):
                check.Warn($"Items of type '{type}' were left out.");
                break;
            case { Length: > 0 } when policies.UnknownItem is UnknownItem.Drop:
                check.Warn($"{path} was left out: nobody knows items of its type.");
                break;
            case var type:
                check.Unsupported($"{path}.type", $"Items of type '{type}' cannot be carried to this vendor.");
                break;
        }
    }

    private string TypeOf(JsonElement item, string path) =>
        RequestCheck.Has(item, "type", out _) || !RequestCheck.Has(item, "role", out _) ? check.RequiredText(item, "type", path) : "message";

    private void ReadMessage(JsonElement item, string path)
    {
        ShowImages();
        var message = new ChatMessage(RoleOf(item, path));
        _content.Read(item, path, message);
        if (message.Role == "assistant")
        {
            _carried.AttachTo(message);
        }
        else
        {
            EndTurn();
        }

        _messages.Add(message);
    }

    // What the assistant did is over when somebody else speaks.
    private void EndTurn() => _carried.EndTurn(_messages);

    private string RoleOf(JsonElement item, string path)
    {
        var role = check.RequiredText(item, "role", path);
        switch (role)
        {
            case "user" or "assistant" or "system":
                return role;
            case "developer":
                // Many vendors refuse the role (R4).
                return policies.DeveloperRole switch
                {
                    DeveloperRole.Developer => "developer",
                    DeveloperRole.User => "user",
                    _ => "system",
                };
            default:
                check.WrongValue($"{path}.role", role, "user, assistant, system or developer");
                return "user";
        }
    }

    private void ReadCall(JsonElement item, string path, string arguments)
    {
        ShowImages();
        var name = tools.NameOf(check.Text(item, "namespace", path), check.RequiredText(item, "name", path));
        var call = new ChatToolCall(check.RequiredText(item, "call_id", path), name, arguments);

        // Calls made together, and what was said with them, are one message: strict vendors want all results right after it (R5).
        if (_messages is not [.., { Role: "assistant" } message])
        {
            message = new ChatMessage("assistant");
            _messages.Add(message);
        }

        _carried.AttachTo(message);
        message.Calls.Add(call);
    }

    private string ArgumentsOf(JsonElement item, string path)
    {
        if (RequestCheck.Has(item, "arguments", out var arguments) && arguments.ValueKind == JsonValueKind.Object)
        {
            return Compact(arguments);
        }

        // Vendors parse what the model is said to have sent; nothing at all is no JSON.
        return check.Text(item, "arguments", path) is { Length: > 0 } text ? text : "{}";
    }

    private void ReadOutput(JsonElement item, string path)
    {
        var message = new ChatMessage("tool") { CallId = check.RequiredText(item, "call_id", path) };
        if (!RequestCheck.Has(item, "output", out var output))
        {
            check.Missing($"{path}.output");
        }
        else if (output.ValueKind == JsonValueKind.Array)
        {
            _content.ReadOutput(output, $"{path}.output", message);
            HoldImages(message);
        }
        else
        {
            message.Parts.Add(new ChatPart(output.ValueKind == JsonValueKind.String ? output.GetString()! : Compact(output)));
        }

        _carried.EndCalls(_messages);
        _messages.Add(message);
    }

    /// <summary>A tool's message is text only, and all results of a turn stand together (R5): images wait until the last of them.</summary>
    private void HoldImages(ChatMessage output)
    {
        var images = output.Parts.FindAll(static part => part.ImageUrl is not null);
        if (images.Count > 0)
        {
            output.Parts.RemoveAll(static part => part.ImageUrl is not null);
            _images.Add(new ChatPart($"Images of tool call {output.CallId}:"));
            _images.AddRange(images);
        }
    }

    private void ShowImages()
    {
        if (_images.Count > 0)
        {
            var message = new ChatMessage("user");
            message.Parts.AddRange(_images);
            _messages.Add(message);
            _images.Clear();
        }
    }

    private static string Compact(JsonElement value) => Encoding.UTF8.GetString(JsonText.Compact(value));
}
