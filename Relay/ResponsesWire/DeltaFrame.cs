using System.Text;
using Relay.Json;
using Relay.Policies;

namespace Relay.ResponsesWire;

/// <summary>
/// Contains the constant bytes around the text of one part's delta events: up to the sequence number, from there to the text, and after the
/// text. It is created once per part, since copying three spans costs a fraction of writing all members for every delta.
/// </summary>
internal sealed class DeltaFrame
{
    private static readonly byte[] ArgumentsHead = CreateHead(EventTypes.ArgumentsDelta);
    private static readonly byte[] CustomInputHead = CreateHead(EventTypes.CustomInputDelta);
    private static readonly byte[] OpenReasoningHead = CreateHead(EventTypes.ReasoningDelta);
    private static readonly byte[] ReasoningHead = CreateHead(EventTypes.ReasoningTextDelta);
    private static readonly byte[] RefusalHead = CreateHead(EventTypes.RefusalDelta);
    private static readonly byte[] SummaryHead = CreateHead(EventTypes.SummaryTextDelta);
    private static readonly byte[] TextHead = CreateHead(EventTypes.TextDelta);
    private static readonly byte[] PlainTail = "\"}\n\n"u8.ToArray();
    private static readonly byte[] TextTail = "\",\"logprobs\":[]}\n\n"u8.ToArray();

    private readonly byte[] _head;
    private readonly byte[] _middle;
    private readonly byte[] _tail;

    private DeltaFrame(byte[] head, string itemId, int outputIndex, string indexMember, byte[]? tail = null)
    {
        _head = head;
        // A vendor's call id may serve as the id (item_id: same_as_call_id).
        _middle = Encoding.UTF8.GetBytes($",\"item_id\":{JsonText.Quote(itemId)},\"output_index\":{outputIndex}{indexMember},\"delta\":\"");
        _tail = tail ?? PlainTail;
    }

    /// <summary>The bytes up to the sequence number.</summary>
    public ReadOnlySpan<byte> Head => _head;

    /// <summary>The bytes from the sequence number to the text.</summary>
    public ReadOnlySpan<byte> Middle => _middle;

    /// <summary>The bytes after the text.</summary>
    public ReadOnlySpan<byte> Tail => _tail;

    public static DeltaFrame Text(string itemId, int outputIndex, int contentIndex) =>
        new(TextHead, itemId, outputIndex, $",\"content_index\":{contentIndex}", TextTail);

    public static DeltaFrame Refusal(string itemId, int outputIndex, int contentIndex) =>
        new(RefusalHead, itemId, outputIndex, $",\"content_index\":{contentIndex}");

    public static DeltaFrame Summary(string itemId, int outputIndex) => new(SummaryHead, itemId, outputIndex, ",\"summary_index\":0");

    public static DeltaFrame Reasoning(string itemId, int outputIndex, EventDialect dialect) =>
        new(dialect is EventDialect.OpenResponses ? OpenReasoningHead : ReasoningHead, itemId, outputIndex, ",\"content_index\":0");

    public static DeltaFrame Arguments(string itemId, int outputIndex) => new(ArgumentsHead, itemId, outputIndex, "");

    public static DeltaFrame CustomInput(string itemId, int outputIndex) => new(CustomInputHead, itemId, outputIndex, "");

    private static byte[] CreateHead(string type) =>
        Encoding.UTF8.GetBytes($"event: {type}\ndata: {{\"type\":\"{type}\",\"sequence_number\":");
}
