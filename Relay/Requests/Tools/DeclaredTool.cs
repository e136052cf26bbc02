using System.Text.Json;
using Relay.Contract;

namespace Relay.Requests.Tools;

/// <summary>A tool as the client declared it, in the shape of a function.</summary>
internal sealed record DeclaredTool(ToolOrigin Origin, string? Description, JsonElement? Parameters, bool? Strict);
