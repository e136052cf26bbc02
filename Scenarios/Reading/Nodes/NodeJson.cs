using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Scenarios.Yaml;

namespace Scenarios.Reading.Nodes;

/// <summary>Writes checked YAML nodes as JSON: plain scalars by the core schema, numbers as they are spelt.</summary>
internal static class NodeJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement Null { get; } = ToElement(writer => writer.WriteNullValue());

    public static JsonElement ToElement(YamlNode node) => ToElement(writer => Write(writer, node));

    public static JsonElement ToElement(string text) => ToElement(writer => writer.WriteStringValue(text));

    public static JsonElement ToElement(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    public static void Write(Utf8JsonWriter writer, YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                WriteMap(writer, map);
                break;
            case YamlList list:
                WriteList(writer, list);
                break;
            case YamlScalar scalar:
                WriteScalar(writer, scalar);
                break;
            default:
                throw new InvalidOperationException(node.GetType().Name);
        }
    }

    private static void WriteMap(Utf8JsonWriter writer, YamlMap map)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in map.Entries)
        {
            writer.WritePropertyName(key.Value);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, YamlList list)
    {
        writer.WriteStartArray();
        foreach (var value in list.Items)
        {
            Write(writer, value);
        }

        writer.WriteEndArray();
    }

    private static void WriteScalar(Utf8JsonWriter writer, YamlScalar scalar)
    {
        switch (ScalarKinds.Classify(scalar))
        {
            case ScalarKind.Null or ScalarKind.Empty:
                writer.WriteNullValue();
                break;
            case ScalarKind.Boolean:
                writer.WriteBooleanValue(scalar.Value[0] is 't' or 'T');
                break;
            case ScalarKind.Number:
                writer.WriteRawValue(scalar.Value);
                break;
            default:
                writer.WriteStringValue(scalar.Value);
                break;
        }
    }
}
