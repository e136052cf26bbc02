using System.Text.Json;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The client's tools.</summary>
internal sealed class ChatToolsLost : CarryingRule
{
    public override CheckInfo Info { get; } = new(
        "chat-tools-lost",
        "C17",
        Severity.Error,
        "Every function and custom tool of the client's request is a tool of the chat request, with its name, description and parameters. "
            + "A custom tool may be sent as a function, and hosted tools may be omitted. A tool that the client did not declare is a "
            + "warning.",
        "OpenAI's Responses API offers every tool to the model. A model cannot call a tool that it was not offered, and clients fail on "
            + "calls of tools that they do not have.");

    protected override IEnumerable<Finding> Examine(ChatView chat, AskedRequest asked)
    {
        var allowed = Allowed(asked);
        foreach (var tool in asked.Tools.Where(tool => tool.Name.Length > 0 && allowed?.Contains(tool.Name) != false))
        {
            var sent = Find(chat, tool);
            if (sent.IsObject())
            {
                foreach (var finding in Compare(tool, sent))
                {
                    yield return finding;
                }
            }
            else if (asked.GetValue("tool_choice").Text() != "none" && !asked.IsCompaction)
            {
                yield return At(
                    "tools",
                    "A tool of the client's request is not in the chat request.",
                    $"{tool.Path}: {tool.Name}",
                    chat.Tools.Count == 0 ? "no tools" : string.Join(", ", chat.Tools.Select(ToolNameMatch.GetName)));
            }
        }

        foreach (var name in chat.Tools.Select(ToolNameMatch.GetName)
            .Where(name => name.Length > 0 && !asked.HasOtherTools && !asked.HasHistory && !asked.Tools.Any(tool => Fits(name, tool))))
        {
            yield return At(
                "tools", "The chat request has a tool that the client did not declare.", "the client's tools", name, Severity.Warning);
        }
    }

    /// <summary>The one tool of the chat request that stands for a tool of the client's.</summary>
    public static JsonElement Find(ChatView chat, AskedTool tool)
    {
        var exact = chat.Tools.FirstOrDefault(one => ToolNameMatch.GetName(one) == tool.Name);
        return exact.IsObject() ? exact : chat.Tools.FirstOrDefault(one => Fits(ToolNameMatch.GetName(one), tool));
    }

    private static bool Fits(string sent, AskedTool tool) => ToolNameMatch.Matches(sent, tool.Name, tool.Namespace);

    private IEnumerable<Finding> Compare(AskedTool tool, JsonElement sent)
    {
        var inner = sent.Member("function").IsObject() ? sent.Member("function") : sent.Member("custom");
        if (tool.Json.Member("description").Text()?.Trim() is { Length: > 0 } description
            && inner.Member("description").Text()?.Contains(description, StringComparison.Ordinal) != true)
        {
            yield return At(
                "tools",
                "The description of a tool in the chat request differs from the client's.",
                $"{tool.Name}: {description}",
                inner.Member("description").Shown());
        }

        var parameters = tool.Json.Member("parameters");
        var sentParameters = inner.Member("parameters");
        if (!tool.IsCustom
            && parameters.IsObject()
            && SchemaDifference.Find(parameters, sentParameters) is { } difference
            && SchemaDifference.Find(CompletedSchema.Create(parameters), sentParameters) is not null)
        {
            yield return At(
                "tools", "The parameters of a tool in the chat request differ from the client's.",
                $"{tool.Name}.parameters{difference.Path}: {difference.Expected}",
                $"{tool.Name}.parameters{difference.Path}: {difference.Received}",
                difference.Severity);
        }
    }

    /// <summary>The names a choice allows, where it names some: chat seldom knows such a choice, so the others may stay away.</summary>
    private static HashSet<string>? Allowed(AskedRequest asked)
    {
        var choice = asked.GetValue("tool_choice");
        return choice.Member("type").Text() == "allowed_tools"
            ? [.. choice.Member("tools").Elements().Select(tool => tool.Member("name").Text()).OfType<string>()]
            : null;
    }
}
