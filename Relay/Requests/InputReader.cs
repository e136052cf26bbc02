using System.Text;
using System.Text.Json;
using Relay.Json;
using Relay.Policies;

namespace Relay.Requests;

/// <summary>Reads instructions and input items into messages.</summary>
internal sealed class InputReader(RequestCheck check, ToolBook tools, RelayPolicies policies, RequestHistory history)
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

    // Some clients answer a call by its item's id instead of its call_id.
    private readonly Dictionary<string, string> _callIds = new(StringComparer.Ordinal);

    // Thoughts belong to what the assistant said or called next.
    private string? _reasoning;

    public IReadOnlyList<ChatMessage> Read(JsonElement request)
    {
        if (check.Text(request, "instructions", "") is { Length: > 0 } instructions)
        {
            _messages.Add(new ChatMessage("system") { Parts = { new ChatPart(instructions) } });
        }

        ReadHistory();
        if (!RequestCheck.Has(request, "input", out var input))
        {
            RequireInput();
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

        ShowImages();

        return _messages;
    }

    // Earlier turns come as they are kept; the instructions given then are not among them.
    private void ReadHistory()
    {
        for (var index = 0; index < history.Items.Count; index++)
        {
            ReadItem(history.Items[index], $"history[{index}]");
        }
    }

    private void RequireInput()
    {
        if (!history.Continues)
        {
            check.Missing("input");
        }
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
        if (items.GetArrayLength() == 0 && !history.Continues)
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
                ReadReasoning(item, path);
                break;
            case "item_reference" when history.Resolve(item) is { } kept && !RequestCheck.IsOfType(kept, "item_reference"):
                ReadItem(kept, path);
                break;
            case "item_reference":
                check.Warn("Items of type 'item_reference' were left out: what they refer to is not stored.");
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
            AttachReasoning(message);
        }

        _reasoning = null;
        _messages.Add(message);
    }

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
        _callIds[call.Id] = call.Id;
        if (item.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String)
        {
            _callIds.TryAdd(id.GetString()!, call.Id);
        }

        // Calls made together, and what was said with them, are one message: strict vendors want all results right after it (R5).
        if (_messages is not [.., { Role: "assistant" } message])
        {
            message = new ChatMessage("assistant");
            _messages.Add(message);
        }

        AttachReasoning(message);
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
        var callId = check.RequiredText(item, "call_id", path);
        var message = new ChatMessage("tool") { CallId = _callIds.GetValueOrDefault(callId, callId) };
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

        _reasoning = null;
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

    private void ReadReasoning(JsonElement item, string path)
    {
        var thoughts = TextsOf(item, "content", path);
        var text = thoughts.Length > 0 ? thoughts : TextsOf(item, "summary", path);
        _reasoning = Joined(_reasoning, text);
    }

    private string TextsOf(JsonElement item, string name, string path)
    {
        if (check.Optional(item, name, path, RequestKind.Array) is not { } parts)
        {
            return "";
        }

        return string.Join("\n\n", parts.EnumerateArray()
            .Where(static part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String)
            .Select(static part => part.GetProperty("text").GetString()));
    }

    private void AttachReasoning(ChatMessage message)
    {
        message.Reasoning = Joined(message.Reasoning, _reasoning);
        _reasoning = null;
    }

    private static string? Joined(string? before, string? text) =>
        string.IsNullOrEmpty(text) ? before : string.IsNullOrEmpty(before) ? text : $"{before}\n\n{text}";

    private static string Compact(JsonElement value) => Encoding.UTF8.GetString(JsonText.Compact(value));
}
