using System.Text.Json;
using MockUpstream.Json;

namespace MockUpstream.Linting;

/// <summary>Members that only the Responses API has.</summary>
public static class MemberLint
{
    private const string Check = "chat-members";

    private static readonly (string Name, string Instead)[] OfResponses =
    [
        ("input", "messages"),
        ("instructions", "a system message"),
        ("max_output_tokens", "max_completion_tokens or max_tokens"),
        ("text", "response_format"),
        ("previous_response_id", "the whole conversation in messages"),
        ("conversation", "the whole conversation in messages"),
        ("include", "nothing"),
        ("truncation", "nothing"),
        ("background", "nothing"), ("max_tool_calls", "nothing"), ("prompt", "messages"),
        ("context_management", "nothing"), ("client_metadata", "nothing"),
    ];

    // OpenRouter's chat endpoint has an object of this name with these members.
    private static readonly string[] OfOpenRouter = ["effort", "max_tokens", "exclude", "enabled"];

    /// <summary>Returns a fault for each such member.</summary>
    public static IEnumerable<ChatFault> Examine(ChatBody chat)
    {
        ArgumentNullException.ThrowIfNull(chat);

        foreach (var (name, instead) in OfResponses.Where(member => chat.Json.Member(member.Name).IsPresent()))
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ResponsesMember,
                name,
                $"The chat request has the member {name}, which only the Responses API has.",
                instead,
                $"{name}: {chat.Json.Member(name).ToShortText()}");
        }

        var reasoning = chat.Json.Member("reasoning");
        if (reasoning.IsPresent())
        {
            yield return new ChatFault(
                Check,
                FaultKinds.ReasoningMember,
                "reasoning",
                "The chat request has the member reasoning, which few vendors support in Chat Completions.",
                "reasoning_effort",
                $"reasoning: {reasoning.ToShortText()}")
            {
                Weight = IsOpenRouters(reasoning) ? FaultWeight.Warning : FaultWeight.Error,
            };
        }
    }

    private static bool IsOpenRouters(JsonElement reasoning) =>
        reasoning.IsObject() && reasoning.EnumerateObject().All(member => OfOpenRouter.Contains(member.Name) && member.Value.HasValue());
}
