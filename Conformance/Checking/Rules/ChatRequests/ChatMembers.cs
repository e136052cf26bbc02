using System.Text.Json;
using Conformance.Checking.Walking;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Members that only the Responses API has.</summary>
internal sealed class ChatMembers : ChatRule
{
    private static readonly (string Name, string Instead)[] OfResponses =
    [
        ("input", "messages"), ("instructions", "a system message"), ("max_output_tokens", "max_completion_tokens or max_tokens"), ("text", "response_format"),
        ("previous_response_id", "the whole conversation in messages"), ("conversation", "the whole conversation in messages"), ("include", "nothing"), ("truncation", "nothing"),
        ("background", "nothing"), ("max_tool_calls", "nothing"), ("prompt", "messages"), ("context_management", "nothing"), ("client_metadata", "nothing"),
    ];

    // OpenRouter's chat endpoint has an object of this name with these members.
    private static readonly string[] OfOpenRouter = ["effort", "max_tokens", "exclude", "enabled"];

    public override CheckInfo Info { get; } = new(
        "chat-members",
        "C05",
        Severity.Error,
        "A chat request has none of the members that only the Responses API has: `input`, `instructions`, `max_output_tokens`, `text`, `include`, `truncation` and their like.",
        "OpenAI's chat types have none of them: 400 `Unknown parameter`; Mistral answers 422 `extra_forbidden` (kwaroran/Risuai#1102 for `max_output_tokens`).");

    protected override IEnumerable<Finding> Examine(ChatView chat)
    {
        foreach (var (name, instead) in OfResponses.Where(member => chat.Body.Member(member.Name).IsPresent()))
        {
            yield return At(name, $"The chat request has the member {name}, which only the Responses API has.", instead, $"{name}: {chat.Body.Member(name).Shown()}");
        }

        var reasoning = chat.Body.Member("reasoning");
        if (reasoning.IsPresent())
        {
            yield return At(
                "reasoning", "The chat request has the member reasoning, which few vendors know beside the Responses API.", "reasoning_effort",
                $"reasoning: {reasoning.Shown()}", IsOpenRouters(reasoning) ? Severity.Warning : Severity.Error);
        }
    }

    private static bool IsOpenRouters(JsonElement reasoning) => reasoning.IsObject() && reasoning.EnumerateObject().All(member => OfOpenRouter.Contains(member.Name) && member.Value.HasValue());
}
