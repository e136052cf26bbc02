using System.Text.Json;
using Conformance.Reading;
using Conformance.Results;
using MockUpstream.Linting;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Reports sampling values that the client did not set.</summary>
internal sealed class ChatSamplingInvented : CarryingRule
{
    // The vendors' defaults; a relay that writes them changes nothing.
    private static readonly (string Name, string Neutral)[] Values =
    [
        ("temperature", "1"), ("top_p", "1"), ("presence_penalty", "0"), ("frequency_penalty", "0"), ("stop", "[]"), ("seed", "null"),
        ("logit_bias", "{}"), ("top_k", "0"), ("min_p", "0"), ("repetition_penalty", "1"), ("top_logprobs", "0"), ("logprobs", "false"),
    ];

    private static readonly string[] Limits = ["max_completion_tokens", "max_tokens"];

    public override CheckInfo Info { get; } = new(
        "chat-sampling-invented",
        "C14",
        Severity.Error,
        "A chat request has no sampling value that the client did not set, other than the vendors' default (`temperature` 1, penalties 0). "
            + "A token limit that the client did not set is a warning.",
        "A value added by a relay changes every answer, and reasoning models answer 400 to any `temperature` but 1. Some vendors require a "
            + "token limit.");

    protected override IEnumerable<Finding> Examine(ChatView chat, AskedRequest asked)
    {
        foreach (var (name, neutral) in Values)
        {
            var sent = chat.Body.Member(name);
            if (sent.HasValue() && !asked.GetValue(name).HasValue() && !IsAsked(name, asked) && !sent.Same(JsonElement.Parse(neutral)))
            {
                yield return At(
                    name, $"The chat request has a {name} that the client did not set.", $"nothing, or {neutral}", sent.Shown());
            }
        }

        foreach (var name in Limits.Where(name => chat.Body.Member(name).HasValue() && !asked.GetValue("max_output_tokens").HasValue()
            && !asked.GetValue(name).HasValue()))
        {
            yield return At(
                name,
                "The chat request has a token limit that the client did not set.",
                "nothing",
                chat.Body.Member(name).Shown(),
                Severity.Warning);
        }

        foreach (var fault in LogprobLint.Examine(chat.Sent))
        {
            yield return From(fault);
        }
    }

    /// <summary>Returns whether the client requested log probabilities, which the Responses API has other members for.</summary>
    private static bool IsAsked(string name, AskedRequest asked) =>
        name == "logprobs" && (asked.GetValue("top_logprobs").HasValue()
            || asked.Body.Member("include").Elements().Any(one => one.Text() == "message.output_text.logprobs"));
}
