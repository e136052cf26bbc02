using System.Text.Json;
using Conformance.Clients.Views;

namespace Conformance.Clients.Models;

/// <summary>One thing that aether's consumer yields. A closed family.</summary>
internal abstract record AetherYield;

internal sealed record AetherStart : AetherYield;

internal sealed record AetherText(string Chunk) : AetherYield;

internal sealed record AetherReasoning(string Chunk) : AetherYield;

internal sealed record AetherEncryptedReasoning(string Id, string Content, JsonElement Item) : AetherYield;

internal sealed record AetherToolStart(string Id, string Name) : AetherYield;

internal sealed record AetherToolArgument(string Id, string Chunk) : AetherYield;

internal sealed record AetherToolComplete(string Id, string Name, string Arguments) : AetherYield;

internal sealed record AetherUsage(ClientUsage Tokens) : AetherYield;

/// <summary>An error in place of a response. Both kinds are retryable, so that the agent can recover.</summary>
internal sealed record AetherFailure(string Kind, string Message) : AetherYield;

internal sealed record AetherDone(string? StopReason) : AetherYield;
