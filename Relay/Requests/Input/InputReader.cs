using System.Text.Json;
using Relay.Contract;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;
using Relay.Requests.Conversation;
using Relay.Requests.History;
using Relay.Requests.Tools;
using Relay.Sealing;

namespace Relay.Requests.Input;

/// <summary>Reads instructions and input items into messages.</summary>
internal sealed class InputReader
{
    // Items of tools that OpenAI's servers run. Chat Completions has no equivalent.
    private static readonly HashSet<string> HostedItems = new(StringComparer.Ordinal)
    {
        "web_search_call", "file_search_call", "code_interpreter_call", "image_generation_call", "computer_call", "computer_call_output",
        "tool_search_call",
        "tool_search_output", "mcp_list_tools", "mcp_call", "mcp_approval_request", "mcp_approval_response", "compaction",
    };

    private readonly RequestCheck _check;
    private readonly RelayPolicies _policies;
    private readonly RequestHistory _history;
    private readonly ContentReader _content;
    private readonly CallReader _calls;
    private readonly ReasoningReader _reasoning;
    private readonly ReasoningReader _storedReasoning;
    private readonly NewerItemReader _newer;
    private readonly ConversationBuilder _conversation;

    public InputReader(
        RequestCheck check,
        ToolNameMap tools,
        RelayPolicies policies,
        RequestHistory history,
        ReasoningSeal? seal,
        ConversationBuilder conversation)
    {
        _check = check;
        _policies = policies;
        _history = history;
        _content = new ContentReader(check, policies);
        _calls = new CallReader(check, tools, _content, policies);
        _reasoning = new ReasoningReader(check, seal, areStored: false);
        _storedReasoning = new ReasoningReader(check, seal, areStored: true);
        _newer = new NewerItemReader(check, tools, policies, _calls, _content, seal, conversation);
        _conversation = conversation;
    }

    /// <summary>Reads the conversation of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="format">The instruction about the format of the text, if the vendor has no setting for it.</param>
    /// <param name="question">What the user asks at the end, beside the input; <see langword="null"/> for nothing.</param>
    public IReadOnlyList<ChatMessage> Read(JsonElement request, string? format, string? question = null)
    {
        _conversation.AddInstructions(_check.ReadText(request, "instructions", "") ?? "");
        AddSystem(format);
        ReadHistory();
        if (!RequestCheck.TryGet(request, "input", out var input))
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
            _check.ReportWrongType("input", RequestKind.TextOrTexts, input);
        }

        // Many vendors expect a user's message or an output at the end, and a summary in the middle of a turn is neither.
        question ??= EndsWithSummary(input) ? CompactionTrigger.Continuation : null;
        if (question is not null)
        {
            _conversation.AddMessage(ChatMessage.CreateText("user", question));
        }

        return _conversation.Finish();
    }

    private bool EndsWithSummary(JsonElement input) =>
        _policies.NewerItems is NewerItems.Translate
            && input.ValueKind == JsonValueKind.Array
            && input.GetArrayLength() is > 0 and var count
            && CompactionTrigger.IsCompaction(input[count - 1]);

    private void AddSystem(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            _conversation.AddMessage(ChatMessage.CreateText("system", text));
        }
    }

    // Stored turns do not contain the instructions that were sent with them.
    private void ReadHistory()
    {
        var start = FindStart(_history.Items);
        for (var index = 0; index < _history.Items.Count; index++)
        {
            if (index >= start || IsInstruction(_history.Items[index]))
            {
                ReadItem(_history.Items[index], $"history[{index}]", _storedReasoning);
            }
        }
    }

    /// <summary>Returns the index of the last compaction that a trigger caused. It stands for all items before it.</summary>
    private int FindStart(IReadOnlyList<JsonElement> items)
    {
        for (var index = items.Count - 1; index > 0 && _policies.NewerItems is NewerItems.Translate; index--)
        {
            if (CompactionTrigger.IsCompaction(items[index]) && CompactionTrigger.IsTrigger(items[index - 1]))
            {
                return index;
            }
        }

        return 0;
    }

    // The summary is of the conversation, and instructions still apply.
    private static bool IsInstruction(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object
            && RequestCheck.TryGet(item, "role", out var role)
            && role.ValueKind == JsonValueKind.String
            && (role.ValueEquals("system"u8) || role.ValueEquals("developer"u8));

    private void RequireInput()
    {
        if (!_history.Continues)
        {
            _check.ReportMissing("input");
        }
    }

    private void ReadText(string text)
    {
        if (text.Length == 0)
        {
            _check.ReportWrongValue("input", "", "non-empty text");
        }

        _conversation.AddMessage(ChatMessage.CreateText("user", text));
    }

    private void ReadItems(JsonElement items)
    {
        if (items.GetArrayLength() == 0 && !_history.Continues)
        {
            _check.ReportWrongValue("input", "[]", "at least one item");
        }

        var index = 0;
        foreach (var item in items.EnumerateArray())
        {
            ReadItem(item, $"input[{index++}]", _reasoning);
        }
    }

    private void ReadItem(JsonElement item, string path, ReasoningReader reasoning)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            _check.ReportWrongType(path, RequestKind.Object, item);
            return;
        }

        var type = ReadType(item, path);
        if (!_newer.TryRead(type, item, path))
        {
            ReadItem(type, item, path, reasoning);
        }
    }

    private void ReadItem(string type, JsonElement item, string path, ReasoningReader reasoning)
    {
        switch (type)
        {
            case "message":
                ReadMessage(item, path);
                break;
            case "function_call":
                _conversation.AddCall(_calls.ReadFunction(item, path), item);
                break;
            case "custom_tool_call":
                _conversation.AddCall(_calls.ReadCustom(item, path), item);
                break;
            case "local_shell_call":
                _conversation.AddCall(_calls.ReadBuiltIn(item, BuiltInTool.LocalShell, path), item);
                break;
            case "shell_call":
                _conversation.AddCall(_calls.ReadBuiltIn(item, BuiltInTool.Shell, path), item);
                break;
            case "apply_patch_call":
                _conversation.AddCall(_calls.ReadBuiltIn(item, BuiltInTool.ApplyPatch, path), item);
                break;
            case "function_call_output" or "custom_tool_call_output":
                _conversation.AddOutput(_calls.ReadOutput(item, path));
                break;
            case "local_shell_call_output" or "shell_call_output" or "apply_patch_call_output":
                _conversation.AddOutput(_calls.ReadBuiltInOutput(item, path));
                break;
            case "reasoning":
                AddReasoning(reasoning.Read(item, path));
                break;
            case "additional_tools":
                // ToolReader reads them.
                _conversation.AddOmitted();
                break;
            case "item_reference":
                ReadReferenced(item, path);
                break;
            case var _ when HostedItems.Contains(type):
                _check.Warn($"Items of type '{type}' were left out.");
                _conversation.AddOmitted();
                break;
            case { Length: > 0 } when _policies.UnknownItem is UnknownItem.Drop:
                _check.Warn($"Items of type {RequestCheck.QuoteName(type)} were left out: the type is unknown.");
                _conversation.AddOmitted();
                break;
            default:
                _check.ReportUnsupported($"{path}.type", $"Items of type '{RequestCheck.Shorten(type)}' cannot be carried to this vendor.");
                break;
        }
    }

    private void ReadReferenced(JsonElement reference, string path)
    {
        var stored = _history.Resolve(reference).Where(static item => !RequestCheck.IsOfType(item, "item_reference")).ToList();
        if (stored.Count == 0)
        {
            _check.Warn("Items of type 'item_reference' were left out: the referenced items are not stored.");
            _conversation.AddOmitted();
        }

        stored.ForEach(item => ReadItem(item, path, _storedReasoning));
    }

    private void AddReasoning((VendorReasoning Reasoning, bool IsSummary) read) =>
        _conversation.AddReasoning(read.Reasoning, read.IsSummary);

    private string ReadType(JsonElement item, string path) =>
        RequestCheck.TryGet(item, "type", out _)
            || !RequestCheck.TryGet(item, "role", out _) ? _check.ReadRequiredText(item, "type", path) : "message";

    private void ReadMessage(JsonElement item, string path)
    {
        var role = _check.ReadRequiredText(item, "role", path);
        var message = new ChatMessage(MapRole(role, path)) { Path = path, BeginsTurn = role == "user" };
        if (_content.Read(item, path, message))
        {
            _conversation.AddMessage(message);
        }
    }

    private string MapRole(string role, string path)
    {
        switch (role)
        {
            case "user" or "assistant" or "system":
                return role;
            case "developer":
                // Many vendors reject the role (R4).
                return _policies.DeveloperRole switch
                {
                    DeveloperRole.Developer => "developer",
                    DeveloperRole.User => "user",
                    _ => "system",
                };
            default:
                _check.ReportWrongValue($"{path}.role", role, "user, assistant, system or developer");
                return "user";
        }
    }
}
