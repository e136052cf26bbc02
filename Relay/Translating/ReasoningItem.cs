using System.Text.Json;
using Relay.Policies;
using Relay.Responses;

namespace Relay.Translating;

/// <summary>A reasoning item: one part, shown as a summary, as text, or as both.</summary>
internal sealed class ReasoningItem(EventWriter events, ReasoningOut form, EventDialect dialect) : OutputItem(events)
{
    private StreamedText? _text;

    protected override string Type => "reasoning";

    /// <summary>What has been reasoned so far.</summary>
    public EscapedText? Text => _text?.Text;

    private bool IsSummary => form is ReasoningOut.Summary or ReasoningOut.Both;

    private bool IsText => form is ReasoningOut.Text or ReasoningOut.Both;

    /// <summary>Appends to the reasoning. The delta path.</summary>
    public void Append(ReadOnlySpan<byte> token) => (_text ?? OpenPart()).Append(token);

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteStartArray("summary"u8);
        if (IsSummary && _text is not null)
        {
            WritePart(json, "summary_text");
        }

        json.WriteEndArray();
        if (IsText)
        {
            json.WriteStartArray("content"u8);
            if (_text is not null)
            {
                WritePart(json, "reasoning_text");
            }

            json.WriteEndArray();
        }
    }

    protected override void CloseParts(string status)
    {
        if (_text is null)
        {
            return;
        }

        _text.Finish();
        if (IsSummary)
        {
            WriteDone(EventTypes.SummaryTextDone, "summary_index", _text.Text.Quoted);
            WritePartEvent(EventTypes.SummaryPartDone, "summary_index", "summary_text");
        }

        if (IsText)
        {
            WriteDone(EventTypes.ReasoningTextDoneIn(dialect), "content_index", _text.Text.Quoted);
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

    private void WriteDone(string eventType, string indexName, ReadOnlySpan<byte> quoted)
    {
        var json = Open(eventType);
        json.WriteNumber(indexName, 0);
        json.WritePropertyName("text"u8);
        json.WriteRawValue(quoted, skipInputValidation: true);
        Events.Close();
    }

    private void WritePartEvent(string eventType, string indexName, string partType)
    {
        var json = Open(eventType);
        json.WriteNumber(indexName, 0);
        json.WritePropertyName("part"u8);
        WritePart(json, partType);
        Events.Close();
    }

    private void WritePart(Utf8JsonWriter json, string partType)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, partType);
        json.WritePropertyName("text"u8);
        json.WriteRawValue(_text is null ? "\"\""u8 : _text.Text.Quoted, skipInputValidation: true);
        json.WriteEndObject();
    }
}
