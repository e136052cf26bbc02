using Relay.Policies;
using Relay.Requests.Writing;
using Relay.Sealing;

namespace Relay.Requests;

/// <summary>Describes the upstream that a request is translated for.</summary>
/// <param name="Model">The vendor's name of the model.</param>
/// <param name="Policies">The policies of the upstream.</param>
/// <param name="Parameters">The members that the configuration adds to and removes from a chat request.</param>
/// <param name="Seal">Decrypts reasoning that the client sent back; without it only readable reasoning is used.</param>
internal sealed record RequestTarget(string Model, RelayPolicies Policies, ChatParameters Parameters, ReasoningSeal? Seal = null);
