using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.Json;
using Relay.Policies;
using Relay.ResponsesWire;
using Relay.Translating.State;

namespace Relay.Translating.Items;

/// <summary>
/// Represents a reasoning item: one part as summary, as text, as both or as neither, and the encrypted data for the vendor.
/// </summary>
internal sealed class ReasoningItem(
    EventWriter events, ReasoningOut form, EventDialect dialect, ReasoningCollector? collector) : OutputItem(events)
{
    private StreamedText? _text;
    private string? _encrypted;

    protected override string Type => "reasoning";

    /// <summary>The reasoning so far.</summary>
    public EscapedText? Text => _text?.Text;

    public override ReadOnlySequence<byte>? Stored => KeepsMore ? CreateStored(Final!.Value) : Final;

    public override bool KeepsMore => IsDone && _encrypted is not null && !ShowsEncrypted;

    private bool IsSummary => form is ReasoningOut.Summary or ReasoningOut.Both;

    private bool IsText => form is ReasoningOut.Text or ReasoningOut.Both;

    private bool ShowsEncrypted => collector is null or { IsShown: true };

    /// <summary>Appends to the reasoning (delta path).</summary>
    public void Append(ReadOnlySpan<byte> token) => (_text ?? OpenPart()).Append(token);

    /// <summary>Sets the encrypted content of an item without text.</summary>
    public void SetEncryptedContent(string token) => _encrypted = token;

    /// <summary>Returns an item that only the relay stores.</summary>
    public static ReadOnlySequence<byte> CreateHidden(EventWriter events, string id, string token)
    {
        var item = new ReasoningItem(events, ReasoningOut.Hidden, EventDialect.Openai, collector: null) { _encrypted = token };
        item.SetId(id);
        return item.Snapshot("completed");
    }

    protected override void WriteMembers(Utf8JsonWriter json, IBufferWriter<byte> target)
    {
        json.WriteStartArray("summary"u8);
        if (IsSummary && _text is not null)
        {
            WritePart(json, target, "summary_text");
        }

        json.WriteEndArray();
        if (IsText)
        {
            json.WriteStartArray("content"u8);
            if (_text is not null)
            {
                WritePart(json, target, "reasoning_text");
            }

            json.WriteEndArray();
        }

        // Omitted instead of null: Open Responses defines it as a string only.
        if (_encrypted is not null && ShowsEncrypted)
        {
            json.WriteString("encrypted_content"u8, _encrypted);
        }
    }

    private ReadOnlySequence<byte> CreateStored(in ReadOnlySequence<byte> final)
    {
        var json = new SegmentedBuffer();
        json.WriteValue(final.Slice(0, final.Length - 1));
        json.Write(",\"encrypted_content\":\""u8);
        Encoding.ASCII.GetBytes(_encrypted!, json);
        json.Write("\"}"u8);
        return json.Written;
    }

    protected override void CloseParts(string status)
    {
        if (_text is not null)
        {
            CloseText(_text);
        }

        _encrypted ??= collector?.Seal(Text);
    }

    private void CloseText(StreamedText text)
    {
        text.Finish();
        if (IsSummary)
        {
            WriteDone(EventTypes.SummaryTextDone, "summary_index", text.Text.QuotedSegments);
            WritePartEvent(EventTypes.SummaryPartDone, "summary_index", "summary_text");
        }

        if (IsText)
        {
            WriteDone(EventTypes.ReasoningTextDoneIn(dialect), "content_index", text.Text.QuotedSegments);
            WritePartEvent(EventTypes.PartDone, "content_index", "reasoning_text");
        }
    }

    private StreamedText OpenPart()
    {
        var frames = new List<DeltaFrame>();
        if (IsSummary)
        {
            WritePartEvent(EventTypes.SummaryPartAdded, "summary_index", "summary_text");
            frames.Add(DeltaFrame.Summary(Id, OutputIndex));
        }

        if (IsText)
        {
            WritePartEvent(EventTypes.PartAdded, "content_index", "reasoning_text");
            frames.Add(DeltaFrame.Reasoning(Id, OutputIndex, dialect));
        }

        return _text = new StreamedText(Events, [.. frames]);
    }

    private void WriteDone(string eventType, string indexName, in ReadOnlySequence<byte> quoted)
    {
        var json = Open(eventType);
        json.WriteNumber(indexName, 0);
        json.WritePropertyName("text"u8);
        Events.Value(quoted);
        Events.Close();
    }

    private void WritePartEvent(string eventType, string indexName, string partType)
    {
        var json = Open(eventType);
        json.WriteNumber(indexName, 0);
        json.WritePropertyName("part"u8);
        WritePart(json, Events.Target, partType);
        Events.Close();
    }

    private void WritePart(Utf8JsonWriter json, IBufferWriter<byte> target, string partType)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, partType);
        json.WritePropertyName("text"u8);
        json.WriteValue(target, _text is null ? EscapedText.None : _text.Text.QuotedSegments);
        json.WriteEndObject();
    }
}
