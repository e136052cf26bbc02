using System.Text.Json;
using Relay.Contract;
using Relay.Policies;
using Relay.Requests.Checking;
using Relay.Requests.History;

namespace Relay.Requests.Tools;

/// <summary>Reads the declared tools.</summary>
internal sealed class ToolReader(RequestCheck check, RelayPolicies policies)
{
    private readonly List<DeclaredTool> _declared = [];

    /// <summary>The declaration of the web search, if the vendor has one.</summary>
    public JsonElement? WebSearch { get; private set; }

    /// <summary>
    /// Reads the tools of the request and those of its items of type <c>additional_tools</c> and <c>tool_search_output</c>, in earlier
    /// turns and in the input. The tools and their order are the same whether the client sends the whole conversation or continues a stored
    /// response.
    /// </summary>
    public ToolNameMap ReadTools(JsonElement request, RequestHistory history)
    {
        ReadAll(request, "", null);
        for (var index = 0; index < history.Items.Count; index++)
        {
            ReadAdditional(history.Items[index], "history", index);
        }

        if (RequestCheck.TryGet(request, "input", out var input) && input.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in input.EnumerateArray())
            {
                foreach (var meant in history.Resolve(item))
                {
                    ReadAdditional(meant, "input", index);
                }

                index++;
            }
        }

        return new ToolNameMap(_declared);
    }

    /// <summary>
    /// Returns the members of a tool. The nested shape of Chat Completions is accepted too, because many clients send it by mistake.
    /// </summary>
    public static void ReadNested(JsonElement tool, string type, string path, out JsonElement members, out string membersPath)
    {
        var isNested = RequestCheck.TryGet(tool, type, out members) && members.ValueKind == JsonValueKind.Object;
        members = isNested ? members : tool;
        membersPath = isNested ? $"{path}.{type}" : path;
    }

    private void ReadAdditional(JsonElement item, string list, int index)
    {
        if (RequestCheck.IsOfType(item, "additional_tools")
            || (policies.NewerItems is NewerItems.Translate && RequestCheck.IsOfType(item, "tool_search_output")))
        {
            ReadAll(item, $"{list}[{index}]", null);
        }
    }

    private void ReadAll(JsonElement owner, string path, string? space)
    {
        if (check.ReadOptional(owner, "tools", path, RequestKind.Array) is not { } tools)
        {
            return;
        }

        var index = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            ReadTool(tool, $"{RequestCheck.JoinPath(path, "tools")}[{index++}]", space);
        }
    }

    private void ReadTool(JsonElement tool, string path, string? space)
    {
        if (tool.ValueKind != JsonValueKind.Object)
        {
            check.ReportWrongType(path, RequestKind.Object, tool);
            return;
        }

        switch (check.ReadRequiredText(tool, "type", path))
        {
            case "function":
                ReadNested(tool, "function", path, out var function, out var functionPath);
                _declared.Add(ReadFunction(function, functionPath, space));
                break;
            case var type when policies.ClientTools is ClientTools.Drop
                && (type == "custom" || FindBuiltIn(type, tool) is not BuiltInTool.None):
                WarnLeftOut(type);
                break;
            case "custom":
                ReadNested(tool, "custom", path, out var custom, out var customPath);
                _declared.Add(ReadCustom(custom, customPath, space));
                break;
            case "namespace" when space is null:
                ReadAll(tool, path, check.ReadRequiredText(tool, "name", path));
                break;
            case var type when FindBuiltIn(type, tool) is not BuiltInTool.None and var builtIn:
                _declared.Add(builtIn is BuiltInTool.ToolSearch ? ReadToolSearch(tool, path) : BuiltInFunctions.CreateTool(builtIn));
                break;
            case var type when policies.WebSearch is not Policies.WebSearch.Hosted && WebSearchTool.IsWebSearch(type):
                WebSearch = tool;
                break;
            case { Length: > 0 } type when policies.HostedTools is HostedTools.Ignore
                || (policies.HostedTools is HostedTools.Drop && type != "namespace"):
                WarnLeftOut(type);
                break;
            case var type:
                check.ReportUnsupported(
                    $"{path}.type",
                    type == "namespace"
                        ? "A namespace cannot contain another one."
                        : $"Tools of type '{RequestCheck.Shorten(type)}' cannot be carried to this vendor.");
                break;
        }
    }

    private BuiltInTool FindBuiltIn(string type, JsonElement tool) => BuiltInFunctions.FindTool(type, tool) switch
    {
        BuiltInTool.ToolSearch when policies.NewerItems is not NewerItems.Translate => BuiltInTool.None,
        var found => found,
    };

    private DeclaredTool ReadToolSearch(JsonElement tool, string path) => BuiltInFunctions.CreateToolSearch(
        check.ReadText(tool, "description", path), check.ReadOptional(tool, "parameters", path, RequestKind.Object));

    private void WarnLeftOut(string type) =>
        check.Warn($"Tools of type {RequestCheck.QuoteName(type)} were left out: they cannot be carried to this vendor.");

    private DeclaredTool ReadCustom(JsonElement custom, string path, string? space) => new(
        new ToolOrigin(check.ReadRequiredText(custom, "name", path), space, IsCustom: true),
        CustomTool.Describe(check.ReadText(custom, "description", path), ReadGrammar(custom, path)),
        CustomTool.Parameters,
        Strict: null);

    /// <summary>
    /// Returns the grammar of a custom tool's input. It is added to the description, because Chat Completions has no equivalent.
    /// </summary>
    private (string Syntax, string Definition)? ReadGrammar(JsonElement custom, string path)
    {
        if (check.ReadOptional(custom, "format", path, RequestKind.Object) is not { } format
            || check.ReadRequiredText(format, "type", $"{path}.format") != "grammar")
        {
            return null;
        }

        ReadNested(format, "grammar", $"{path}.format", out var grammar, out var grammarPath);
        return (check.ReadText(grammar, "syntax", grammarPath) ?? "", check.ReadRequiredText(grammar, "definition", grammarPath));
    }

    private DeclaredTool ReadFunction(JsonElement function, string path, string? space)
    {
        var strict = check.ReadFlag(function, "strict", path);
        return new DeclaredTool(
            new ToolOrigin(check.ReadRequiredText(function, "name", path), space, IsCustom: false),
            check.ReadText(function, "description", path),
            check.ReadOptional(function, "parameters", path, RequestKind.Object),
            policies.StrictTools is StrictTools.Drop ? null : strict);
    }
}
