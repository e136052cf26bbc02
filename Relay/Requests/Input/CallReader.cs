using System.Text;
using System.Text.Json;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;
using Relay.Requests.Tools;

namespace Relay.Requests.Input;

/// <summary>Reads calls of tools and their outputs, of functions and of the tools that the client runs for OpenAI.</summary>
internal sealed class CallReader(RequestCheck check, ToolBook tools, ContentReader content, RelayPolicies policies)
{
    public ChatToolCall ReadFunction(JsonElement item, string path) => ReadNamed(item, path, ArgumentsOf(item, path));

    public ChatToolCall ReadCustom(JsonElement item, string path) => ReadNamed(item, path, CustomTool.ArgumentsOf(check.RequiredText(item, "input", path)));

    public ChatToolCall ReadBuiltIn(JsonElement item, BuiltInTool tool, string path) =>
        new(IdOf(item, path), tools.NameOf(tool), BuiltInShim.ArgumentsOf(item, tool), check.Text(item, "id", path), path);

    public ChatMessage ReadOutput(JsonElement item, string path)
    {
        var message = new ChatMessage("tool") { CallId = check.RequiredText(item, "call_id", path), Path = path };
        if (!RequestCheck.Has(item, "output", out var output))
        {
            check.Missing($"{path}.output");
        }
        else if (output.ValueKind == JsonValueKind.Array)
        {
            content.ReadParts(output, $"{path}.output", message);
        }
        else
        {
            message.Parts.Add(new TextPart(TextOf(output)));
        }

        return message;
    }

    public ChatMessage ReadBuiltInOutput(JsonElement item, string path)
    {
        var message = new ChatMessage("tool") { CallId = IdOf(item, path), Path = path };
        var text = RequestCheck.Has(item, "output", out var output) ? TextOf(output) : "";
        message.Parts.Add(new TextPart(text.Length > 0 ? text : check.Text(item, "status", path) ?? ""));
        return message;
    }

    private ChatToolCall ReadNamed(JsonElement item, string path, string arguments)
    {
        var name = tools.NameOf(check.Text(item, "namespace", path), check.RequiredText(item, "name", path));
        return new ChatToolCall(check.RequiredText(item, "call_id", path), name, arguments, check.Text(item, "id", path), path);
    }

    /// <summary>Calls of a local shell are known by the one or the other id.</summary>
    private string IdOf(JsonElement item, string path) =>
        check.Text(item, "call_id", path) ?? check.Text(item, "id", path) ?? check.RequiredText(item, "call_id", path);

    private string ArgumentsOf(JsonElement item, string path)
    {
        if (RequestCheck.Has(item, "arguments", out var arguments) && arguments.ValueKind == JsonValueKind.Object)
        {
            return TextOf(arguments);
        }

        // Vendors parse what the model is said to have sent; nothing at all is no JSON.
        var text = check.Text(item, "arguments", path) ?? "";
        return text.Length > 0 || policies.EmptyArguments is EmptyArguments.Keep ? text : "{}";
    }

    private static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : Encoding.UTF8.GetString(JsonText.Compact(value));
}
