using System.Buffers;
using Relay.Json;
using Relay.Policies;
using Relay.ResponsesWire;
using Relay.Translating.Calls;
using Relay.Translating.State;
using Relay.Translating.Text;

namespace Relay.Translating.Items;

/// <summary>
/// Contains the items of the response in order, and knows which are open. An item is closed before one of another kind is opened, so that
/// the output is in the order of first bytes. Calls stay open beside each other, and a call with incomplete arguments stays open in any
/// case.
/// </summary>
internal sealed class OpenItems(EventWriter events, TranslationContext context)
{
    private readonly List<OutputItem> _announced = [];
    private readonly HashSet<string> _callIds = new(StringComparer.Ordinal);
    private readonly EscapedText _blank = new();
    private readonly List<(int Before, ReadOnlySequence<byte> Item)> _hidden = [];
    private readonly HashSet<byte[]> _images = new(BytesComparer.Instance);

    // Open calls whose arguments may have become complete since they were looked at.
    private readonly List<CallItem> _grown = [];
    private readonly HashSet<string> _hiddenMarks = new(StringComparer.Ordinal);
    private MarkupMarks? _hiddenReasoning;
    private string? _phase;
    private MessageItem? _message;
    private ReasoningItem? _reasoning;

    /// <summary>All announced items in output order.</summary>
    public IReadOnlyList<OutputItem> Announced => _announced;

    public PendingAnnotations Annotations { get; } = new();

    /// <summary>The open message; <see langword="null"/> if there is none.</summary>
    public MessageItem? OpenMessage => _message;

    /// <summary>The text of the latest reasoning item.</summary>
    public EscapedText? LatestReasoning { get; private set; }

    /// <summary>Returns the open message, or opens one (delta path).</summary>
    public MessageItem GetMessage()
    {
        if (_message is null)
        {
            CloseReasoning();
            CloseCompleteCalls();
            AddHiddenData();
            _message = new MessageItem(events, Annotations, context.Echo.Logprobs, _phase);
            Announce(_message, "msg_");
        }

        return _message;
    }

    /// <summary>Sets the phase of the messages that follow. A message belongs to one phase.</summary>
    public void SetPhase(string phase)
    {
        if (phase is "commentary" or "final_answer" && phase != _phase)
        {
            CloseMessage();
            _phase = phase;
        }
    }

    /// <summary>Appends to the open reasoning item, or opens one at the first text that is not white space (Q81) (delta path).</summary>
    public void AppendReasoning(ReadOnlySpan<byte> token)
    {
        if (_reasoning is not null)
        {
            _reasoning.Append(token);
            return;
        }

        if (context.Policies.ReasoningOut is ReasoningOut.Hidden)
        {
            context.Reasoning?.AddHidden(token);
            (_hiddenReasoning ??= new MarkupMarks(_hiddenMarks)).Add(token);
            return;
        }

        _blank.Append(token);
        if (JsonText.IsBlank(token))
        {
            return;
        }

        CloseMessage();
        CloseCompleteCalls();
        _reasoning = new ReasoningItem(events, context.Policies.ReasoningOut, context.Policies.EventDialect, context.Reasoning);
        Announce(_reasoning, "rs_");
        _reasoning.Append(_blank.Span);
        LatestReasoning = _reasoning.Text;
        _blank.Clear();
    }

    public void AnnounceCall(CallItem call)
    {
        if (!context.AllowsTool(call.Name.Value) || !TryGetCallId(call, out var callId))
        {
            return;
        }

        if (call.Extras.Length > 0)
        {
            context.Reasoning?.AddCall(callId, call.Extras);
        }

        CloseReasoning();
        CloseMessage();
        AddHiddenData();
        _announced.Add(call);
        var id = context.Policies.ItemId is ItemId.SameAsCallId ? callId : context.Ids.NewId(call.IdPrefix);
        call.Announce(id, callId, _announced.Count - 1);
        NoteGrowth(call);
    }

    /// <summary>Notes that an announced call received arguments, so that they may be complete now.</summary>
    public void NoteGrowth(CallItem call)
    {
        if (_grown.Count == 0 || _grown[^1] != call)
        {
            _grown.Add(call);
        }
    }

    /// <summary>Adds an image unless the same one was added before (Q63).</summary>
    public void AddImage(byte[] base64)
    {
        if (!_images.Add(base64))
        {
            return;
        }

        CloseReasoning();
        CloseMessage();
        CloseCompleteCalls();
        AddHiddenData();
        var item = new ImageItem(events, base64);
        Announce(item, "ig_");
        item.Close("completed");
    }

    /// <summary>Adds an item for collected data that no reasoning item contains: before the next item is opened, or at the end.</summary>
    public void AddHiddenData()
    {
        if (_reasoning is not null || context.Reasoning is not { HasAny: true } collected || collected.Seal(null) is not { } token)
        {
            return;
        }

        if (!collected.IsShown)
        {
            _hidden.Add((_announced.Count, ReasoningItem.CreateHidden(events, context.Ids.NewId("rs_"), token)));
            return;
        }

        CloseCompleteCalls();
        var item = new ReasoningItem(events, ReasoningOut.Hidden, context.Policies.EventDialect, collected);
        Announce(item, "rs_");
        item.SetEncryptedContent(token);
        item.Close("completed");
    }

    /// <summary>Returns the marks of tool calls in reasoning that nothing follows, or in any if a call was announced.</summary>
    /// <param name="isAnnounced">Whether the finish reason announces a call.</param>
    public HashSet<string> FindMarksOfReasoning(bool isAnnounced)
    {
        var marks = new HashSet<string>(StringComparer.Ordinal);
        if (_announced.Exists(static item => item is CallItem))
        {
            return marks;
        }

        for (var i = _announced.Count - 1; i >= 0; i--)
        {
            if (_announced[i] is ReasoningItem { Text: { } text })
            {
                MarkupMarks.AddTo(marks, text.QuotedSegments);
            }

            if (!isAnnounced && _announced[i] is not (MessageItem { HasWords: false } or ReasoningItem { Text: null }))
            {
                return marks;
            }
        }

        // Reasoning that is not shown has no item, and so no place among them.
        marks.UnionWith(_hiddenMarks);
        return marks;
    }

    /// <summary>Forgets which items are open.</summary>
    public void ForgetOpen()
    {
        _message = null;
        _reasoning = null;
    }

    /// <summary>Whether the stored items differ from those that the client received.</summary>
    public bool KeepsMore => _hidden.Count > 0 || _announced.Exists(static item => item.KeepsMore);

    /// <summary>Writes the finished items in their stored form, with those that the client does not see, as a JSON array.</summary>
    public void WriteStored(IBufferWriter<byte> json)
    {
        json.Write("["u8);
        var isFirst = true;
        foreach (var item in GetStored())
        {
            json.Write(isFirst ? default : ","u8);
            json.WriteValue(item);
            isFirst = false;
        }

        json.Write("]"u8);
    }

    public void Close(OutputItem item, string status)
    {
        item.Close(status);
        if (item is CallItem { HasTooManyExtras: true })
        {
            context.Warnings.Add("Vendor-specific data of a tool call was too large and will not be sent back in full.");
        }

        if (item is CallItem { HasUndeclaredInput: true })
        {
            context.Warnings.Add("The input of a custom tool does not have the declared form.");
        }
    }

    private IEnumerable<ReadOnlySequence<byte>> GetStored()
    {
        var next = 0;
        for (var i = 0; i <= _announced.Count; i++)
        {
            for (; next < _hidden.Count && _hidden[next].Before == i; next++)
            {
                yield return _hidden[next].Item;
            }

            if (i < _announced.Count && _announced[i].Stored is { } item)
            {
                yield return item;
            }
        }
    }

    private void Announce(OutputItem item, string prefix)
    {
        _announced.Add(item);
        item.Announce(context.Ids.NewId(prefix), _announced.Count - 1);
    }

    private void CloseMessage()
    {
        if (context.Policies.Interleave is Interleave.NewItem)
        {
            _message?.Close("completed");
            _message = null;
        }
    }

    private void CloseReasoning()
    {
        _blank.Clear();
        if (context.Policies.Interleave is Interleave.NewItem)
        {
            _reasoning?.Close("completed");
            _reasoning = null;
        }
    }

    /// <summary>Closes the calls whose arguments are complete; others stay open, and are looked at again when they have grown.</summary>
    private void CloseCompleteCalls()
    {
        if (_grown.Count == 0)
        {
            return;
        }

        _grown.Sort(static (one, other) => one.OutputIndex.CompareTo(other.OutputIndex));
        foreach (var call in _grown)
        {
            if (!call.IsDone && call.CompletesWithHeld())
            {
                Close(call, "completed");
            }
        }

        _grown.Clear();
    }

    private bool TryGetCallId(CallItem call, out string callId)
    {
        callId = call.VendorId.IsEmpty ? context.Ids.NewId("call_") : JsonText.Decode(call.VendorId);
        if (!call.NeedsOwnId && _callIds.Add(callId))
        {
            return true;
        }

        if (context.Policies.DuplicateIds is DuplicateIds.Fail)
        {
            context.Fail("invalid_tool_call", "The upstream gave two tool calls the same id.");
            return false;
        }

        context.Warnings.Add("Two tool calls had the same id; the later one received a new id.");
        callId = context.Ids.NewId("call_");
        return _callIds.Add(callId);
    }
}
