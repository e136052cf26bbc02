using System.Text;
using System.Text.Json;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;
using Relay.Requests.Tools;

namespace Relay.Requests.Input;

/// <summary>Reads tool calls and their outputs: of functions, of custom tools and of the built-in tools that the client runs.</summary>
internal sealed class CallReader(RequestCheck check, ToolNameMap tools, ContentReader content, RelayPolicies policies)
{
    public ChatToolCall ReadFunction(JsonElement item, string path) => ReadNamed(item, path, ReadArguments(item, path));

    public ChatToolCall ReadCustom(JsonElement item, string path) =>
        ReadNamed(item, path, CustomTool.CreateArguments(check.ReadRequiredText(item, "input", path)));

    public ChatToolCall ReadBuiltIn(JsonElement item, BuiltInTool tool, string path) =>
        new(ReadId(item, path), tools.GetName(tool), BuiltInFunctions.GetArguments(item, tool), check.ReadText(item, "id", path), path);

    public ChatToolCall ReadToolSearch(JsonElement item, string path)
    {
        var id = check.ReadRequiredText(item, "call_id", path);
        var arguments = ReadArguments(item, path);
        return new ChatToolCall(id, tools.GetName(BuiltInTool.ToolSearch), arguments, check.ReadText(item, "id", path), path);
    }

    public ChatMessage ReadOutput(JsonElement item, string path)
    {
        var message = new ChatMessage("tool") { CallId = check.ReadRequiredText(item, "call_id", path), Path = path };
        ReadOutputInto(message, item, path);
        return message;
    }

    /// <summary>
    /// Quotes an output that names its tool and no call in a user message: the tool ran longer than its turn, and a call cannot be
    /// invented.
    /// </summary>
    public ChatMessage ReadAsyncOutput(JsonElement item, string path)
    {
        var name = tools.GetName(check.ReadText(item, "namespace", path), check.ReadRequiredText(item, "name", path));
        var message = ChatMessage.CreateText("user", $"Output of the tool {name}:\n", path);
        ReadOutputInto(message, item, path);
        return message;
    }

    private void ReadOutputInto(ChatMessage message, JsonElement item, string path)
    {
        if (!RequestCheck.TryGet(item, "output", out var output))
        {
            check.ReportMissing($"{path}.output");
        }
        else if (output.ValueKind == JsonValueKind.Array)
        {
            content.ReadParts(output, $"{path}.output", message);
        }
        else
        {
            message.Parts.Add(new TextPart(ToText(output)));
        }
    }

    public ChatMessage ReadBuiltInOutput(JsonElement item, string path)
    {
        var message = new ChatMessage("tool") { CallId = ReadId(item, path), Path = path };
        var text = RequestCheck.TryGet(item, "output", out var output) ? ToText(output) : "";
        message.Parts.Add(new TextPart(text.Length > 0 ? text : check.ReadText(item, "status", path) ?? ""));
        return message;
    }

    private ChatToolCall ReadNamed(JsonElement item, string path, string arguments)
    {
        var name = tools.GetName(check.ReadText(item, "namespace", path), check.ReadRequiredText(item, "name", path));
        return new ChatToolCall(check.ReadRequiredText(item, "call_id", path), name, arguments, check.ReadText(item, "id", path), path)
        {
            IsAsync = RequestCheck.TryGet(item, "async", out var isAsync) && isAsync.ValueKind == JsonValueKind.True,
        };
    }

    /// <summary>Returns the id of a call of a local shell: clients use either member.</summary>
    private string ReadId(JsonElement item, string path) =>
        check.ReadText(item, "call_id", path) ?? check.ReadText(item, "id", path) ?? check.ReadRequiredText(item, "call_id", path);

    private string ReadArguments(JsonElement item, string path)
    {
        if (RequestCheck.TryGet(item, "arguments", out var arguments) && arguments.ValueKind == JsonValueKind.Object)
        {
            return ToText(arguments);
        }

        // Vendors parse the arguments, and an empty string is not JSON.
        return check.ReadText(item, "arguments", path) switch
        {
            { Length: > 0 } text => text,
            "" when policies.EmptyArguments is EmptyArguments.Keep => "",
            _ => "{}",
        };
    }

    private static string ToText(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : Encoding.UTF8.GetString(JsonText.Compact(value));
}
