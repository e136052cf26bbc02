using System.Buffers;
using System.Text.Json;
using Relay.Json;
using Relay.ResponsesWire;

namespace Relay.Translating.Items;

/// <summary>Represents an item of the response's output. It is announced once and closed at most once.</summary>
internal abstract class OutputItem(EventWriter events)
{
    // Enough for a short item.
    private const int Room = 512;

    /// <summary>The id of the item; empty until it is announced.</summary>
    public string Id { get; private set; } = "";

    public int OutputIndex { get; private set; } = -1;

    public bool IsAnnounced => OutputIndex >= 0;

    public bool IsDone => Final is not null;

    /// <summary>The item as JSON after it was closed.</summary>
    public ReadOnlySequence<byte>? Final { get; private set; }

    protected EventWriter Events { get; } = events;

    /// <summary>The item as it is stored for later turns; it may contain more than the client requested.</summary>
    public virtual ReadOnlySequence<byte>? Stored => Final;

    /// <summary>Whether the item that is stored differs from the one that the client received.</summary>
    public virtual bool KeepsMore => false;

    public void Announce(string id, int outputIndex)
    {
        SetId(id);
        OutputIndex = outputIndex;
        var json = Events.Open(EventTypes.ItemAdded);
        json.WriteNumber("output_index"u8, OutputIndex);
        json.WritePropertyName("item"u8);
        Write(json, Events.Target, "in_progress");
        Events.Close();
    }

    /// <summary>Closes the parts and writes <c>output_item.done</c>.</summary>
    public void Close(string status)
    {
        CloseParts(status);
        Final = Snapshot(status);
        Release();
        var json = Events.Open(EventTypes.ItemDone);
        json.WriteNumber("output_index"u8, OutputIndex);
        json.WritePropertyName("item"u8);
        Events.Value(Final.Value);
        Events.Close();
    }

    /// <summary>Returns the current item as JSON.</summary>
    public ReadOnlySequence<byte> Snapshot(string status)
    {
        var buffer = new SegmentedBuffer(Room);
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            Write(json, buffer, status);
        }

        return buffer.Written;
    }

    protected void SetId(string id) => Id = id;

    /// <summary>Releases what only an open item needs.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Writes the members of the item's type.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="target">The buffer that it writes into.</param>
    protected abstract void WriteMembers(Utf8JsonWriter json, IBufferWriter<byte> target);

    protected abstract void CloseParts(string status);

    protected abstract string Type { get; }

    private void Write(Utf8JsonWriter json, IBufferWriter<byte> target, string status)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, Id);
        json.WriteString("type"u8, Type);
        json.WriteString("status"u8, status);
        WriteMembers(json, target);
        json.WriteEndObject();
    }

    /// <summary>Begins an event of this item.</summary>
    protected Utf8JsonWriter Open(string eventType)
    {
        var json = Events.Open(eventType);
        json.WriteString("item_id"u8, Id);
        json.WriteNumber("output_index"u8, OutputIndex);
        return json;
    }
}
