using System.Text.Json;

namespace Relay.Requests;

/// <summary>A Responses request as it was read, before it is known who takes it.</summary>
/// <param name="document">The request, an object.</param>
/// <param name="model">The model the client asks for.</param>
internal sealed class ParsedRequest(JsonDocument document, string model) : IDisposable
{
    public JsonElement Root => document.RootElement;

    public string Model => model;

    public void Dispose() => document.Dispose();
}
