using System.Text.Json;
using Relay.Contract;

namespace Relay.Requests.Tools;

/// <summary>Represents a tool of the client in the form of a function.</summary>
internal sealed record DeclaredTool(ToolOrigin Origin, string? Description, JsonElement? Parameters, bool? Strict);
