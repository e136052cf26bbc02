using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Json;

namespace Relay.ResponsesWire;

/// <summary>Writes whole events without sequence numbers, for systems that have none.</summary>
// CA1001: see EventWriter.
#pragma warning disable CA1001
internal sealed class PlainEventWriter
#pragma warning restore CA1001
{
    private readonly Utf8JsonWriter _json;
    private IBufferWriter<byte> _target = new ArrayBufferWriter<byte>();

    public PlainEventWriter() => _json = new Utf8JsonWriter(_target, RelaxedJson.WriterOptions);

    /// <summary>Sets the buffer that receives the events.</summary>
    public void Attach(IBufferWriter<byte> target) => _target = target;

    /// <summary>Writes an event with its type and <paramref name="members"/>.</summary>
    public void Write(string type, Action<Utf8JsonWriter> members)
    {
        _target.Write("event: "u8);
        Encoding.UTF8.GetBytes(type, _target);
        _target.Write("\ndata: "u8);
        _json.Reset(_target);
        _json.WriteStartObject();
        _json.WriteString("type"u8, type);
        members(_json);
        _json.WriteEndObject();
        _json.Flush();
        _target.Write("\n\n"u8);
    }
}
