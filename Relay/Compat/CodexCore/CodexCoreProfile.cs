using Relay.Contract;
using Relay.Policies;
using Relay.Profiles;
using Relay.Requests.Chat;
using Relay.Requests.Conversation;

namespace Relay.Compat.CodexCore;

/// <summary>The chat client in codex-core: its events, its requests and its retries.</summary>
internal sealed class CodexCoreProfile : ICompatProfile
{
    private const string Translation = "codex_core";

    public IReadOnlyList<Preset> Presets { get; } =
    [
        new("codex-core", "Reproduces the chat client in codex-core.",
        [
            new("translation", Translation),
            .. CompatParts.UnrepairedRequest,
            new("call_shapes", "own_types"),
            new("carried_settings", "none"),
            new("client_tools", "drop"),
            new("dedupe_messages", "on"),
            new("developer_role", "developer"),
            new("empty_arguments", "keep"),
            new("empty_instructions", "send"),
            new("empty_tools", "send"),
            new("group_tool_calls", "off"),
            new("hosted_tools", "ignore"),
            new("images", "drop"),
            new("newer_items", "unknown"),
            new("orphans", "pass"),
            new("reasoning_anchor", "adjacent"),
            new("reasoning_field", "reasoning"),
            new("reasoning_scope", "last_turn"),
            new("retry_rules", "codex_core"),
            new("stream_usage", "off"),
            new("summaries", "ignore"),
            .. CompatParts.PatientCall,
            new("retry_max", "4"),
            new("retry_base_ms", "200"),
            new("retry_cap_ms", "2147483647"),
        ]),
    ];

    public IReadOnlyList<PolicyValue> Translations { get; } =
        [new(Translation, "The rules of the chat client in codex-core; its internal events are returned under their Responses names.")];

    public IReadOnlyList<PolicyEntry> Policies => CodexCorePolicies.Entries;

    public RelayProfile Apply(RelayProfile profile, RelayPolicies policies)
    {
        var added = policies.Added;
        var requests = profile.Requests;
        if (CodexCoreConversation.IsSelectedBy(added))
        {
            requests = requests with { CreateConversation = static (check, policies) => new CodexCoreConversation(check, policies) };
        }

        if (added.Get<CarriedSettings>() is CarriedSettings.None)
        {
            requests = Then(requests, WithoutSettings);
        }

        if (added.Get<EmptyTools>() is EmptyTools.Send)
        {
            requests = Then(requests, static request => request with { SendsEmptyTools = true });
        }

        profile = profile with { Requests = requests };
        if (added.Get<RetrySet>() is RetrySet.CodexCore)
        {
            profile = profile with { CreateRetryRules = static (retries, _) => new CodexCoreRetryRules(retries) };
        }

        return policies.Translation == Translation
            ? profile.WithTranslator(
                StreamOpening.WithHeaders,
                static settings => new CodexCoreTranslator(settings.Echo, settings.Policies.Added.Get<CoreAggregation>()))
            : profile;
    }

    private static ChatRequest WithoutSettings(ChatRequest request) => request with
    {
        ToolChoice = null,
        ParallelToolCalls = null,
        Settings = [],
        Logprobs = false,
        ResponseFormat = null,
    };

    private static RequestRules Then(RequestRules rules, Func<ChatRequest, ChatRequest> shape) =>
        rules with { Shape = (request, client) => shape(rules.Shape(request, client)) };
}
