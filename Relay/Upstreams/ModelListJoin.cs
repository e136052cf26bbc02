using System.Buffers;
using System.Text.Json;
using Relay.Json;

namespace Relay.Upstreams;

/// <summary>Joins the lists of several upstreams: each model once, under a name that leads back to the upstream that has it.</summary>
internal sealed class ModelListJoin(UpstreamMap upstreams)
{
    private readonly HashSet<string> _listed = new(StringComparer.Ordinal);

    /// <summary>Writes the joined list.</summary>
    /// <param name="lists">Lists as they came, with whose they are.</param>
    public ReadOnlyMemory<byte> Write(IEnumerable<(Upstream Upstream, ReadOnlyMemory<byte> List)> lists)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var (upstream, list) in lists)
            {
                WriteList(json, upstream, list);
            }

            WriteNames(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void WriteList(Utf8JsonWriter json, Upstream upstream, ReadOnlyMemory<byte> list)
    {
        using var document = JsonDocument.Parse(list);
        foreach (var model in document.RootElement.GetProperty("data"u8).EnumerateArray())
        {
            if (model.ValueKind == JsonValueKind.Object && model.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String
                && NameOf(upstream, id.GetString()!) is { } name && _listed.Add(name))
            {
                WriteModel(json, model, name);
            }
        }
    }

    private static void WriteModel(Utf8JsonWriter json, JsonElement model, string name)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, name);
        foreach (var member in model.EnumerateObject().Where(static member => !member.NameEquals("id"u8)))
        {
            member.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private void WriteNames(Utf8JsonWriter json)
    {
        foreach (var (name, route) in upstreams.Names.Where(known => _listed.Add(known.Key)))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, name);
            json.WriteString("object"u8, "model"u8);
            json.WriteNumber("created"u8, 0);
            json.WriteString("owned_by"u8, route.Upstream.Name);
            json.WriteEndObject();
        }
    }

    // The vendor's own name where that leads there, else with the upstream's in front.
    private string? NameOf(Upstream upstream, string id) =>
        new[] { id, $"{upstream.Name}/{id}" }
            .FirstOrDefault(name => upstreams.Resolve(name) is { } route && route.Upstream == upstream && route.Model == id);
}
