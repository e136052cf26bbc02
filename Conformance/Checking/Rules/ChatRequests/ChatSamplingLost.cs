using System.Text.Json;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Sampling values that the client set.</summary>
internal sealed class ChatSamplingLost : CarryingRule
{
    // Those the Responses API does not have are a client's extras: a relay need not know them, but must not change them.
    private static readonly (string Name, bool IsResponses)[] Values =
    [
        ("temperature", true), ("top_p", true), ("presence_penalty", true), ("frequency_penalty", true), ("top_logprobs", true),
        ("stop", false), ("seed", false), ("n", false), ("logit_bias", false), ("top_k", false), ("min_p", false),
        ("repetition_penalty", false),
    ];

    // Vendors use many names and levels for it, so the check only requires that one of them is present.
    private static readonly string[] Efforts = [
        "reasoning_effort", "reasoning", "thinking", "enable_thinking", "chat_template_kwargs", "thinking_budget", "extra_body", "think",
    ];

    public override CheckInfo Info { get; } = new(
        "chat-sampling-lost",
        "C13",
        Severity.Error,
        "`temperature`, `top_p`, both penalties, `top_logprobs` and `max_output_tokens` (as `max_completion_tokens` or `max_tokens`) are "
            + "sent to the upstream unchanged. The loss of `stop`, `seed` and similar members is a warning, as is the loss of "
            + "`reasoning.effort` under any name.",
        "OpenAI's and Open Responses' `CreateResponse`. The surveyed relays forward `temperature` and lose the rest (codex-relay, "
            + "openresponses-gw).");

    protected override IEnumerable<Finding> Examine(ChatView chat, AskedRequest asked)
    {
        foreach (var (name, isResponses) in Values)
        {
            if (asked.GetValue(name) is var wanted && wanted.HasValue()
                && Compare(name, wanted, chat.Body.Member(name), isResponses) is { } finding)
            {
                yield return finding;
            }
        }

        if (asked.Body.Member("reasoning").Member("effort") is var effort && effort.HasValue()
            && !Efforts.Any(name => chat.Body.Member(name).IsPresent()))
        {
            yield return At(
                "reasoning_effort", "The chat request lacks the effort that the client set.", effort.Shown(), "nothing", Severity.Warning);
        }

        if (Limit(chat, asked) is { } limit)
        {
            yield return limit;
        }
    }

    private Finding? Compare(string name, JsonElement wanted, JsonElement sent, bool isResponses)
    {
        if (wanted.Same(sent) || Same(wanted, sent) || (name == "n" && wanted.Integer() == 1 && !sent.HasValue())
            || (name == "top_logprobs" && wanted.Integer() == 0))
        {
            return null;
        }

        return sent.HasValue()
            ? At(name, $"The {name} of the chat request differs from the client's.", wanted.Shown(), sent.Shown())
            : At(name, $"The chat request lacks the {name} that the client set.", wanted.Shown(), sent.Shown(), isResponses
                ? Severity.Error
                : Severity.Warning);
    }

    private Finding? Limit(ChatView chat, AskedRequest asked)
    {
        var wanted = asked.GetValue("max_output_tokens");
        var (total, older) = (chat.Body.Member("max_completion_tokens"), chat.Body.Member("max_tokens"));
        if (total.HasValue() && older.HasValue())
        {
            return At(
                "max_tokens",
                "The chat request has both max_tokens and max_completion_tokens.",
                "one of the two",
                $"max_completion_tokens: {total.Shown()}, max_tokens: {older.Shown()}");
        }

        var (name, sent) = total.HasValue() ? ("max_completion_tokens", total) : ("max_tokens", older);
        if (!wanted.HasValue() || wanted.Same(sent) || Same(wanted, sent))
        {
            return null;
        }

        return sent.HasValue()
            ? At(name, "The token limit of the chat request differs from the client's.", wanted.Shown(), sent.Shown())
            : At(name, "The chat request lacks the token limit that the client set.", wanted.Shown(), sent.Shown());
    }

    /// <summary>One text and a list of it are the same <c>stop</c>.</summary>
    private static bool Same(JsonElement wanted, JsonElement sent) =>
        (wanted.Elements() is [var one] && one.Same(sent)) || (sent.Elements() is [var other] && other.Same(wanted));
}
