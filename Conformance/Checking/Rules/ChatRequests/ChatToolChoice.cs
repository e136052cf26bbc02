using System.Text.Json;
using Conformance.Reading;
using Conformance.Results;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Whether and which tool the model must call.</summary>
internal sealed class ChatToolChoice : ChatRule
{
    public override CheckInfo Info { get; } = new(
        "chat-tool-choice",
        "C19",
        Severity.Error,
        "`tool_choice` is sent to the upstream in the form of Chat Completions, with the client's meaning. Without tools, it is absent.",
        "OpenAI's chat types; 400 `'tool_choice' is only allowed when 'tools' are specified`. Mistral uses `any` for `required`. Without "
            + "the choice, the model answers with text where a call was required.");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        if (ChoiceLint.Examine(chat.Sent).FirstOrDefault() is { } fault)
        {
            return [From(fault)];
        }

        var sent = chat.Body.Member("tool_choice");
        return chat.Asked is { } asked && chat.Body.IsObject() && !chat.FollowsRefusal && chat.Tools.Count > 0
            && Compare(asked.GetValue("tool_choice"), sent, chat) is { } finding ? [finding] : [];
    }

    private Finding? Compare(JsonElement asked, JsonElement sent, ChatView chat)
    {
        var isFine = (asked.Text() ?? asked.Member("type").Text()) switch
        {
            null when !asked.HasValue() => !sent.HasValue() || sent.Text() == "auto",
            "auto" => !sent.HasValue() || sent.Text() == "auto",
            "none" => sent.Text() == "none",
            "required" => IsForced(sent) || (chat.Tools.Count == 1 && NameOf(sent).Length > 0),
            "function" or "custom" or "tool" => IsOne(asked, sent, chat),
            "allowed_tools" => (asked.Member("mode").Text() ?? "auto") == "required" ? IsForced(sent) || sent.IsObject() : !IsForced(sent),
            _ => true,
        };
        return isFine ? null : At("tool_choice", asked.HasValue()
            ? "The chat request lost or changed the client's tool_choice."
            : "The chat request has a tool_choice that the client did not set.", asked.HasValue()
                ? asked.Shown()
                : "nothing, or auto", sent.Shown());
    }

    // Inside a namespace or not: the choice does not name the namespace.
    private static bool MatchesAnywhere(string sent, string name) =>
        ToolNameMatch.Matches(sent, name, null) || ToolNameMatch.Matches(sent, name, "");

    private static bool IsOne(JsonElement asked, JsonElement sent, ChatView chat)
    {
        var name = asked.Member("name").Text() ?? asked.Member("function").Member("name").Text() ?? "";
        if (NameOf(sent) is { Length: > 0 } there && MatchesAnywhere(there, name))
        {
            return true;
        }

        // For a vendor that accepts no name, a relay may send only this tool and require a call.
        return IsForced(sent) && chat.Tools is [var only] && MatchesAnywhere(ToolNameMatch.GetName(only), name);
    }

    private static bool IsForced(JsonElement sent) =>
        ChoiceLint.Forced.Contains(sent.Text()) || sent.Member("allowed_tools").Member("mode").Text() == "required";

    private static string NameOf(JsonElement sent) =>
        sent.Member("function").Member("name").Text() ?? sent.Member("custom").Member("name").Text() ?? "";
}
