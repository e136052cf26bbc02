using System.Text;
using System.Text.Json;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;
using Relay.Requests.Conversation;
using Relay.Requests.Tools;
using Relay.Sealing;

namespace Relay.Requests.Input;

/// <summary>Reads the items that newer clients send: of a tool search, of other agents, and of compactions.</summary>
internal sealed class NewerItemReader(
    RequestCheck check,
    ToolNameMap tools,
    RelayPolicies policies,
    CallReader calls,
    ContentReader content,
    ReasoningSeal? seal,
    ConversationBuilder conversation)
{
    /// <summary>Reads an item if it is one of these, and the policies say that they are translated.</summary>
    /// <returns>Whether the item was read.</returns>
    public bool TryRead(string type, JsonElement item, string path)
    {
        if (policies.NewerItems is not NewerItems.Translate)
        {
            return false;
        }

        switch (type)
        {
            case "tool_search_call" or "tool_search_output" when !RequestCheck.TryGet(item, "call_id", out _):
                check.Warn($"Items of type '{type}' of a search that OpenAI ran were left out; the found tools are offered.");
                conversation.AddOmitted();
                return true;
            case "tool_search_call":
                conversation.AddCall(calls.ReadToolSearch(item, path), item);
                return true;
            case "tool_search_output":
                AddFoundTools(item, path);
                return true;
            case "agent_message":
                AddAgentMessage(item, path);
                return true;
            case "compaction" or "compaction_summary" or "context_compaction":
                AddSummary(item, path);
                return true;
            case "function_call_output" or "custom_tool_call_output" when IsAsync(item):
                conversation.AddMessage(calls.ReadAsyncOutput(item, path));
                return true;

            case "program" or "program_output" or "multi_agent_call" or "multi_agent_call_output":
                check.Warn($"Items of type '{type}' were left out.");
                conversation.AddOmitted();
                return true;

            // The settings are read by ConfigurationUpdate. RequestTranslator reads a trigger at the end, and others are in the past.
            case "configuration_update" or "compaction_trigger":
                conversation.AddOmitted();
                return true;
            default:
                return false;
        }
    }

    private static bool IsAsync(JsonElement item) =>
        !RequestCheck.TryGet(item, "call_id", out _) && RequestCheck.TryGet(item, "name", out _);

    /// <summary>Answers the search with the names under which the vendor can call the tools. They are declared like all others.</summary>
    private void AddFoundTools(JsonElement item, string path)
    {
        var names = ListNames(item, null).ToList();
        var text = names.Count == 0
            ? """{"tools":[]}"""
            : $$"""{"tools":[{{string.Join(',', names.Select(static name => JsonText.Quote(name)))}}]}""";
        conversation.AddOutput(new ChatMessage("tool")
        {
            CallId = check.ReadRequiredText(item, "call_id", path),
            Path = path,
            Parts = { new TextPart(text) },
        });
    }

    private IEnumerable<string> ListNames(JsonElement owner, string? space)
    {
        if (!RequestCheck.TryGet(owner, "tools", out var found) || found.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (var tool in found.EnumerateArray())
        {
            if (space is null && RequestCheck.IsOfType(tool, "namespace") && GetText(tool, "name") is { } inner)
            {
                foreach (var name in ListNames(tool, inner))
                {
                    yield return name;
                }
            }
            else if ((RequestCheck.IsOfType(tool, "function") || RequestCheck.IsOfType(tool, "custom")) && GetName(tool) is { } name)
            {
                yield return tools.GetName(space, name);
            }
        }
    }

    private static string? GetName(JsonElement tool)
    {
        var type = RequestCheck.IsOfType(tool, "custom") ? "custom" : "function";
        ToolReader.ReadNested(tool, type, "", out var members, out _);
        return GetText(members, "name");
    }

    private static string? GetText(JsonElement owner, string name) =>
        RequestCheck.TryGet(owner, name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;

    private void AddAgentMessage(JsonElement item, string path)
    {
        var message = new ChatMessage("user") { Path = path };
        if (content.Read(item, path, message))
        {
            conversation.AddMessage(message);
        }
    }

    /// <summary>Restores the summary as words of the assistant: it wrote them, and they must not have the weight of instructions.</summary>
    private void AddSummary(JsonElement item, string path)
    {
        var token = check.ReadText(item, "encrypted_content", path);
        if (token is null)
        {
            check.ReportMissing($"{path}.encrypted_content");
            return;
        }

        if (Unseal(token, out var why) is { } summary)
        {
            conversation.AddMessage(new ChatMessage("assistant") { Path = path, Parts = { new TextPart(summary) } });
            return;
        }

        check.ReportUnreadableCompaction($"{path}.encrypted_content", why);
    }

    private string? Unseal(string token, out string why)
    {
        byte[] opened = [];
        why = (seal is null ? UnsealResult.Foreign : seal.Unseal(token, out opened)) switch
        {
            UnsealResult.UnknownKey =>
                "it was encrypted with a key that this relay does not have. Start it with the seal_keys that were in use then, "
                + "or send the conversation in place of the item.",
            UnsealResult.Foreign => "another provider encrypted it. Send the conversation in place of the item.",
            _ => "it was changed. Send it back as it came, or send the conversation in its place.",
        };
        return opened.Length > 0 ? CompactionJson.Read(opened) : null;
    }
}
