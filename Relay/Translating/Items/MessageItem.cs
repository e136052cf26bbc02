using System.Buffers;
using System.Text.Json;
using Relay.Json;
using Relay.ResponsesWire;
using Relay.Translating.Text;

namespace Relay.Translating.Items;

/// <summary>Represents a message with parts of text and refusals, of which one is open at a time.</summary>
internal sealed class MessageItem(EventWriter events, PendingAnnotations annotations, bool withLogprobs, string? phase) : OutputItem(events)
{
    private readonly List<ReadOnlySequence<byte>> _parts = [];
    private readonly HashSet<string> _marks = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> _logprobs = new();
    private StreamedText? _text;
    private StreamedText? _refusal;
    private List<byte[]> _annotations = [];

    /// <summary>The marks of tool calls in the texts. Complete once the item is closed.</summary>
    public IReadOnlyCollection<string> Marks => _marks;

    /// <summary>Whether there is more than white space. Known once the item is closed.</summary>
    public bool HasWords { get; private set; }

    protected override string Type => "message";

    /// <summary>Appends to the text (delta path).</summary>
    public void AppendText(ReadOnlySpan<byte> token)
    {
        (_text ?? OpenText()).Append(token);
    }

    /// <summary>Appends to the text with logprobs.</summary>
    public void AppendText(ReadOnlySpan<byte> token, ReadOnlySpan<byte> logprobs)
    {
        if (!withLogprobs || logprobs.IsEmpty)
        {
            AppendText(token);
            return;
        }

        (_text ?? OpenText()).Append(token, logprobs);
        if (_logprobs.WrittenCount > 0)
        {
            _logprobs.Write(","u8);
        }

        _logprobs.Write(logprobs);
    }

    public void AppendRefusal(ReadOnlySpan<byte> token)
    {
        (_refusal ?? OpenRefusal()).Append(token);
    }

    protected override void WriteMembers(Utf8JsonWriter json, IBufferWriter<byte> target)
    {
        json.WriteString("role"u8, "assistant"u8);
        if (phase is not null)
        {
            json.WriteString("phase"u8, phase);
        }

        json.WriteStartArray("content"u8);
        foreach (var part in _parts)
        {
            json.WriteValue(target, part);
        }

        if (_text is not null || _refusal is not null)
        {
            json.WriteValue(target, CreateOpenPart());
        }

        json.WriteEndArray();
    }

    protected override void CloseParts(string status)
    {
        CloseText();
        CloseRefusal();
    }

    protected override void Release() => _parts.Clear();

    private StreamedText OpenText()
    {
        CloseRefusal();
        AddPart(CreateTextPart(EscapedText.None));
        return _text = new StreamedText(Events, DeltaFrame.Text(Id, OutputIndex, _parts.Count));
    }

    private StreamedText OpenRefusal()
    {
        CloseText();
        AddPart(CreateRefusalPart(EscapedText.None));
        return _refusal = new StreamedText(Events, DeltaFrame.Refusal(Id, OutputIndex, _parts.Count));
    }

    private void CloseText()
    {
        if (_text is null)
        {
            return;
        }

        _text.Finish();
        MarkupMarks.AddTo(_marks, _text.Text.QuotedSegments);
        HasWords |= !IsBlank(_text.Text.QuotedSegments);
        WriteAnnotations();
        var json = OpenAt(EventTypes.TextDone);
        json.WritePropertyName("text"u8);
        Events.Value(_text.Text.QuotedSegments);
        json.WritePropertyName("logprobs"u8);
        WriteLogprobs(json);
        Events.Close();
        FinishPart();
    }

    private void CloseRefusal()
    {
        if (_refusal is null)
        {
            return;
        }

        _refusal.Finish();
        HasWords = true;
        var json = OpenAt(EventTypes.RefusalDone);
        json.WritePropertyName("refusal"u8);
        Events.Value(_refusal.Text.QuotedSegments);
        Events.Close();
        FinishPart();
    }

    /// <summary>Writes the annotations after the last delta of their text, wherever the vendor sent them.</summary>
    private void WriteAnnotations()
    {
        _annotations = annotations.TakeAll();
        for (var i = 0; i < _annotations.Count; i++)
        {
            var json = OpenAt(EventTypes.AnnotationAdded);
            json.WriteNumber("annotation_index"u8, i);
            json.WritePropertyName("annotation"u8);
            json.WriteRawValue(_annotations[i], skipInputValidation: true);
            Events.Close();
        }
    }

    private void AddPart(in ReadOnlySequence<byte> part)
    {
        var json = OpenAt(EventTypes.PartAdded);
        json.WritePropertyName("part"u8);
        Events.Value(part);
        Events.Close();
    }

    private void FinishPart()
    {
        var part = CreateOpenPart();
        var json = OpenAt(EventTypes.PartDone);
        json.WritePropertyName("part"u8);
        Events.Value(part);
        Events.Close();

        _parts.Add(part);
        _text = _refusal = null;
        _annotations = [];
        _logprobs.ResetWrittenCount();
    }

    private static bool IsBlank(in ReadOnlySequence<byte> quoted)
    {
        foreach (var segment in quoted)
        {
            if (!JsonText.IsBlank(segment.Span.Trim((byte)'"')))
            {
                return false;
            }
        }

        return true;
    }

    private Utf8JsonWriter OpenAt(string eventType)
    {
        var json = Open(eventType);
        json.WriteNumber("content_index"u8, _parts.Count);
        return json;
    }

    private ReadOnlySequence<byte> CreateOpenPart() =>
        _text is not null ? CreateTextPart(_text.Text.QuotedSegments) : CreateRefusalPart(_refusal!.Text.QuotedSegments);

    private ReadOnlySequence<byte> CreateTextPart(in ReadOnlySequence<byte> quoted)
    {
        var buffer = new SegmentedBuffer();
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "output_text"u8);
            json.WritePropertyName("text"u8);
            json.WriteValue(buffer, quoted);
            json.WriteStartArray("annotations"u8);
            foreach (var annotation in _annotations)
            {
                json.WriteRawValue(annotation, skipInputValidation: true);
            }

            json.WriteEndArray();
            json.WritePropertyName("logprobs"u8);
            WriteLogprobs(json);
            json.WriteEndObject();
        }

        return buffer.Written;
    }

    private static ReadOnlySequence<byte> CreateRefusalPart(in ReadOnlySequence<byte> quoted)
    {
        var buffer = new SegmentedBuffer();
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "refusal"u8);
            json.WritePropertyName("refusal"u8);
            json.WriteValue(buffer, quoted);
            json.WriteEndObject();
        }

        return buffer.Written;
    }

    private void WriteLogprobs(Utf8JsonWriter json) =>
        json.WriteRawValue((byte[])[(byte)'[', .. _logprobs.WrittenSpan, (byte)']'], skipInputValidation: true);
}
