using Conformance.Results;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>The form of each tool.</summary>
internal sealed class ChatToolForm : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-tool-form",
        "C16",
        Severity.Error,
        "Each tool of a chat request has the form of Chat Completions, `{type: function, function: {name, …}}` or `{type: custom, custom: "
            + "{…}}`, and a unique name. No tool has a type that only the Responses API has, and a list of tools is not empty.",
        "OpenAI's chat types (`ChatCompletionToolParam`); 400 `Missing required parameter: 'tools[0].function'`. Most vendors reject an "
            + "empty list (partITech/php-mistral#76); DeepSeek, Anthropic and Gemini reject a duplicate name.");

    protected override IEnumerable<Finding> Examine(ChatView chat) =>
        ToolLint.Examine(chat.Sent).Where(fault => !IsClients(fault, chat)).Select(fault => From(fault));

    /// <summary>Whether the client itself gave two tools the name, or a name that vendors do not take.</summary>
    private static bool IsClients(ChatFault fault, ChatView chat) => fault.Kind switch
    {
        FaultKinds.ToolNameTwice => chat.Asked?.Tools.Count(tool => tool.Name == fault.Received) is > 1,
        FaultKinds.ToolName => chat.Asked?.Tools.Any(tool => tool.Name == fault.Received) == true,
        _ => false,
    };
}
