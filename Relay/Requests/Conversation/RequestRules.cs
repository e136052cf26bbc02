using Relay.Policies;
using Relay.Requests.Chat;
using Relay.Requests.Checking;

namespace Relay.Requests.Conversation;

/// <summary>The parts of the request's translation that a profile replaces.</summary>
internal sealed record RequestRules
{
    /// <summary>Creates the builder of one conversation.</summary>
    public Func<RequestCheck, RelayPolicies, ConversationBuilder> CreateConversation { get; init; } =
        static (check, policies) => new ConversationBuilder(check, policies);

    /// <summary>Changes a chat request before it is written. The text is the client's <c>Authorization</c> header.</summary>
    public Func<ChatRequest, string, ChatRequest> Shape { get; init; } = static (request, _) => request;
}
