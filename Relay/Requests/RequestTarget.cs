using Relay.Policies;
using Relay.Requests.Conversation;
using Relay.Requests.Writing;
using Relay.Sealing;

namespace Relay.Requests;

/// <summary>For whom a request is translated.</summary>
/// <param name="Model">What the vendor calls the model.</param>
/// <param name="Policies">What becomes of what cannot be carried.</param>
/// <param name="Parameters">What the configuration changes in a chat request.</param>
/// <param name="Seal">What opens reasoning that the client carried; without one only what can be read of it counts.</param>
internal sealed record RequestTarget(string Model, RelayPolicies Policies, ChatParameters Parameters, ReasoningSeal? Seal = null)
{
    /// <summary>The rules for the chat request.</summary>
    public RequestRules Rules { get; init; } = new();

    /// <summary>Whether the request came to the endpoint for compactions.</summary>
    public bool IsCompactEndpoint { get; init; }

    /// <summary>The client's <c>Authorization</c> header; empty without one.</summary>
    public string Client { get; init; } = "";
}
