using System.Text.Json;

namespace Relay.Requests;

/// <summary>Represents a parsed Responses request before its upstream is selected.</summary>
/// <param name="document">The request, a JSON object.</param>
/// <param name="model">The model that the client requests.</param>
internal sealed class ParsedRequest(JsonDocument document, string model) : IDisposable
{
    public JsonElement Root => document.RootElement;

    public string Model => model;

    public void Dispose() => document.Dispose();
}
