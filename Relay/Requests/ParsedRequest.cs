using System.Text.Json;

namespace Relay.Requests;

/// <summary>Represents a parsed Responses request before its upstream is selected.</summary>
/// <param name="root">The request, a JSON object.</param>
/// <param name="document">Owns the request's memory; <see langword="null"/> when nobody does.</param>
/// <param name="model">The model that the client requests.</param>
internal sealed class ParsedRequest(JsonElement root, JsonDocument? document, string model) : IDisposable
{
    public JsonElement Root => root;

    public string Model => model;

    public void Dispose() => document?.Dispose();
}
