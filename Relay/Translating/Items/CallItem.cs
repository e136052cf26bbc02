using System.Buffers;
using System.Text.Json;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;
using Relay.ResponsesWire;
using Relay.Translating.Calls;
using Relay.Translating.Text;

namespace Relay.Translating.Items;

/// <summary>
/// Represents a tool call with its ids, its name and its arguments as they arrive. It is announced as soon as its tool is known; until then
/// its arguments are collected.
/// </summary>
internal sealed class CallItem(EventWriter events, ToolNames names, int choice, int number) : OutputItem(events)
{
    // Each delta with members is merged with all before it. A vendor sends a signature in one or a few.
    private const int MaxExtrasGrowths = 100;
    private const int MaxExtrasBytes = 1024 * 1024;

    private readonly EscapedText _arguments = new();
    private readonly SurrogateGuard _surrogates = new();
    private byte[]? _id;
    private int? _index;

    // Vendors that count the deltas give one call many indexes.
    private HashSet<int>? _laterIndexes;
    private JsonTextScanner _scanner;
    private DeltaFrame? _frame;
    private ToolOrigin? _origin;
    private CustomInputStream? _inputStream;
    private CumulativeDeltaFilter? _cumulative;
    private CustomInput? _input;
    private int _extrasGrowths;
    private int _sent;
    private bool _isOther;

    // The input of a custom tool and the action of a built-in tool can be sent only when complete.
    private bool _streams;

    /// <summary>The choice that the call belongs to. The vendor's indexes count within it.</summary>
    public int Choice { get; } = choice;

    /// <summary>The position of the call among all calls, by their first deltas.</summary>
    public int Number { get; } = number;

    public CallName Name { get; } = new(names);

    /// <summary>The call's id for the client.</summary>
    public string CallId { get; private set; } = "";

    /// <summary>The vendor's first id of the call, escaped; empty if there is none yet.</summary>
    public ReadOnlySpan<byte> VendorId => _id;

    /// <summary>The members that the vendor added to the call beside its function, as a JSON object; empty if there are none.</summary>
    public byte[] Extras { get; private set; } = [];

    /// <summary>Whether members beside the function were left out because there were too many.</summary>
    public bool HasTooManyExtras { get; private set; }

    /// <summary>Whether the vendor's id belongs to another call already, so that this call needs an id of its own (Q13).</summary>
    public bool NeedsOwnId { get; set; }

    /// <summary>Whether the call is in the queue of calls to be announced.</summary>
    public bool IsQueued { get; set; }

    public bool HasArguments => _arguments.Length > 0;

    public bool HasIndex => _index is not null;

    /// <summary>Whether a piece of the arguments is held back.</summary>
    public bool IsHolding => _cumulative is { IsHolding: true };

    /// <summary>Whether all brackets of the arguments are closed.</summary>
    public bool LooksComplete => _scanner.LooksComplete(_arguments.Span);

    /// <summary>
    /// Whether the call can be announced: its name is final, and its id has arrived or did not come before the arguments (Q09).
    /// </summary>
    public bool CanBeAnnounced => Name.IsSettled(HasArguments) && (_id is not null || HasArguments);

    /// <summary>Whether the tool is a custom tool, so that the item is a <c>custom_tool_call</c>.</summary>
    public bool IsCustom => Origin is { IsCustom: true };

    /// <summary>The prefix of the item's id.</summary>
    public string IdPrefix => IsCustom ? "ctc_" : BuiltIn is BuiltInTool.None ? "fc_" : BuiltInToolNames.GetIdPrefix(BuiltIn);

    /// <summary>Whether the input of a custom tool has another shape than the declared one. Known when the item is closed.</summary>
    public bool HasUndeclaredInput => _input is { IsAsDeclared: false };

    /// <summary>Whether the arguments can be the plain input of a custom tool, without JSON.</summary>
    public bool MayBePlainInput => IsCustom && CustomInput.MayBePlain(_arguments.Span);

    protected override string Type =>
        IsCustom ? "custom_tool_call" : BuiltIn is BuiltInTool.None ? "function_call" : BuiltInToolNames.GetItemType(BuiltIn);

    private ToolOrigin? Origin => _origin ?? names.FindOrigin(Name.Value);

    private BuiltInTool BuiltIn => Origin?.BuiltIn ?? BuiltInTool.None;

    // An empty object may be a placeholder that the real arguments replace (Q38), so it is held back.
    private bool IsPlaceholder => _sent == 0 && _arguments.Span.SequenceEqual("{}"u8);

    public bool IsAtIndex(int index) => _index == index || _laterIndexes?.Contains(index) is true;

    /// <summary>Adds an id and an index by which the vendor refers to the call.</summary>
    public void AddVendorKeys(ReadOnlySpan<byte> id, int? index)
    {
        if (!id.IsEmpty)
        {
            _id ??= id.ToArray();
        }

        _index ??= index;
        if (index is { } later && later != _index)
        {
            (_laterIndexes ??= []).Add(later);
        }
    }

    /// <summary>Adds members that the vendor sends beside the function.</summary>
    /// <returns>Whether the members changed.</returns>
    public bool MergeExtras(byte[] extras)
    {
        var known = Extras;
        if (known.Length > MaxExtrasBytes || _extrasGrowths > MaxExtrasGrowths)
        {
            HasTooManyExtras |= extras.Length > 0;
            return false;
        }

        Extras = CallExtras.Merge(known, extras);
        _extrasGrowths += Extras.Length > known.Length ? 1 : 0;
        return !Extras.AsSpan().SequenceEqual(known);
    }

    /// <summary>Appends arguments whose pieces may each repeat the one before.</summary>
    public void AppendCumulative(ReadOnlySpan<byte> token) => Append((_cumulative ??= new CumulativeDeltaFilter()).Filter(token));

    /// <summary>Uses a piece that was held back, because no other piece follows it directly.</summary>
    public void FlushHeld()
    {
        if (IsHolding)
        {
            Append(_cumulative!.FlushArguments());
        }
    }

    /// <summary>Appends a piece of the arguments. A piece after complete arguments that only repeats them is ignored (Q36).</summary>
    public void Append(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty)
        {
            return;
        }

        if (IsPlaceholder && token[JsonText.BlankLength(token)..].StartsWith("{"u8))
        {
            _arguments.Clear();
            _scanner = default;
        }
        else if (IsRepeat(token))
        {
            return;
        }

        _arguments.Append(_surrogates.Pass(token));
        Send();
    }

    public bool IsRepeat(ReadOnlySpan<byte> token) =>
        token.Length == _arguments.Length && token.SequenceEqual(_arguments.Span) && LooksComplete;

    public void Announce(string id, string callId, int outputIndex)
    {
        CallId = callId;
        _origin = names.FindOrigin(Name.Value);
        Announce(id, outputIndex);
        _streams = !IsCustom && BuiltIn is BuiltInTool.None;
        _frame = IsCustom ? DeltaFrame.CustomInput(id, outputIndex) : DeltaFrame.Arguments(id, outputIndex);
        _inputStream = IsCustom ? new CustomInputStream() : null;
        Send();
    }

    /// <summary>Uses a piece that was held back and returns whether the arguments are a complete object.</summary>
    public bool CompletesWithHeld()
    {
        FlushHeld();
        if (_isOther || !LooksComplete)
        {
            return false;
        }

        // Only white space keeps closed brackets closed, and that makes no object of another value.
        _isOther = CheckArguments() is not (ArgumentsKind.Object or ArgumentsKind.EncodedObject);
        return !_isOther;
    }

    public ArgumentsKind CheckArguments() => ArgumentsCheck.Classify(_arguments.Quoted);

    public void AppendEmptyObject() => _arguments.Append("{}"u8);

    protected override void WriteMembers(Utf8JsonWriter json, IBufferWriter<byte> target)
    {
        json.WriteString("call_id"u8, CallId);
        if (BuiltIn is not BuiltInTool.None)
        {
            BuiltInCall.Write(json, BuiltIn, _arguments.Span);
            return;
        }

        if (_origin?.Namespace is { } space)
        {
            json.WriteString("namespace"u8, space);
        }

        json.WriteString("name"u8, ClientName);
        if (IsCustom)
        {
            json.WritePropertyName("input"u8);
            json.WriteValue(target, InputSoFar);
            return;
        }

        json.WritePropertyName("arguments"u8);
        json.WriteValue(target, _frame is null ? EscapedText.None : _arguments.QuotedSegments);
    }

    protected override void CloseParts(string status)
    {
        _arguments.Append(_surrogates.Finish());
        SendRest();
        if (IsCustom)
        {
            CloseInput(status);
            return;
        }

        if (status is not "completed" || BuiltIn is not BuiltInTool.None)
        {
            return;
        }

        var json = Open(EventTypes.ArgumentsDone);
        json.WriteString("name"u8, ClientName);
        json.WritePropertyName("arguments"u8);
        Events.Value(_arguments.QuotedSegments);
        Events.Close();
    }

    private string ClientName => _origin?.Name ?? Name.Value;

    private ReadOnlySequence<byte> InputSoFar => _inputStream is null ? EscapedText.None : _inputStream.Text.QuotedSegments;

    /// <summary>
    /// Closes the input. The streamed text is the input. Arguments of another shape are read now that they are complete; incomplete ones
    /// are not used.
    /// </summary>
    private void CloseInput(string status)
    {
        SendInput(_inputStream!.Finish());
        if (status is not "completed")
        {
            return;
        }

        _input = CustomInput.FromArguments(_arguments.Span);
        if (!_inputStream.HasBegun)
        {
            SendInput(_inputStream.SetWhole(_input.Value.Text));
        }

        var json = Open(EventTypes.CustomInputDone);
        json.WritePropertyName("input"u8);
        Events.Value(InputSoFar);
        Events.Close();
    }

    private void Send()
    {
        if (!IsPlaceholder)
        {
            SendRest();
        }
    }

    private void SendRest()
    {
        if (_frame is null || !(_streams || IsCustom) || _sent == _arguments.Length)
        {
            return;
        }

        var rest = _arguments.Span[_sent..];
        _sent = _arguments.Length;
        if (_inputStream is null)
        {
            Events.Delta(_frame, rest);
        }
        else
        {
            SendInput(_inputStream.Append(rest));
        }
    }

    private void SendInput(ReadOnlySpan<byte> token)
    {
        if (!token.IsEmpty)
        {
            Events.Delta(_frame!, token);
        }
    }
}
