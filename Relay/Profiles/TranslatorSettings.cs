using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Policies;
using Relay.Sealing;

namespace Relay.Profiles;

/// <summary>The input of a translator.</summary>
/// <param name="Echo">The members that the response repeats from the request.</param>
/// <param name="Policies">The policies of the upstream.</param>
/// <param name="Ids">Creates new ids.</param>
/// <param name="Secrets">Words that no error and no warning may show.</param>
/// <param name="Seal">Encrypts reasoning for the next turn; without one none is encrypted.</param>
/// <param name="Client">The client's <c>Authorization</c> header; empty without one.</param>
internal sealed record TranslatorSettings(
    ResponseEcho Echo, RelayPolicies Policies, IIdSource Ids, SecretWords Secrets, ReasoningSeal? Seal = null, string Client = "");
