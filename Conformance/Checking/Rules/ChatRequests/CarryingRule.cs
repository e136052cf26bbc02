using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>A rule about a part of the client's request that must reach the upstream.</summary>
/// <remarks>
/// It says nothing where the client's request was none for a response, where the body cannot be read (<see cref="ChatJson"/> does), and of
/// a request that follows an upstream's refusal: a relay may try again with less.
/// </remarks>
internal abstract class CarryingRule : ChatRule
{
    protected sealed override IEnumerable<Finding> Examine(ChatView chat) =>
        chat.Asked is { } asked && chat.Body.IsObject() && !chat.FollowsRefusal ? Examine(chat, asked) : [];

    protected abstract IEnumerable<Finding> Examine(ChatView chat, AskedRequest asked);
}
