using System.Text.Json;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;
using Relay.ResponsesWire;
using Relay.Translating.Calls;
using Relay.Translating.Text;

namespace Relay.Translating.Items;

/// <summary>
/// One tool call: what the vendor calls it, its name and its arguments as they come. Announced as soon as it can be known for what it is; until then what
/// arrives is kept.
/// </summary>
internal sealed class CallItem(EventWriter events, ToolNames names, int choice) : OutputItem(events)
{
    private readonly List<byte[]> _ids = [];
    private readonly List<int> _indexes = [];
    private readonly EscapedText _arguments = new();
    private readonly SurrogateGuard _surrogates = new();
    private JsonTextScanner _scanner;
    private DeltaFrame? _frame;
    private ToolOrigin? _origin;
    private CustomInputStream? _inputStream;
    private CumulativeDeltaFilter? _cumulative;
    private CustomInput? _input;
    private int _sent;

    // Free text and the action of a built-in tool can be told only once they are whole.
    private bool _streams;

    /// <summary>The choice the call belongs to; the vendor's indexes count within it.</summary>
    public int Choice { get; } = choice;

    public CallName Name { get; } = new(names);

    /// <summary>The id clients see.</summary>
    public string CallId { get; private set; } = "";

    /// <summary>The first id the vendor gave, escaped; empty while there is none.</summary>
    public ReadOnlySpan<byte> VendorId => _ids.Count > 0 ? _ids[0] : default;

    /// <summary>What the vendor put into the call beside its function, as a JSON object; empty for nothing.</summary>
    public byte[] Extras { get; private set; } = [];

    /// <summary>Whether the vendor's id belongs to another call already, so that this one needs its own (Q13).</summary>
    public bool NeedsOwnId { get; set; }

    /// <summary>Whether it is in the row of calls to be announced.</summary>
    public bool IsQueued { get; set; }

    public bool HasArguments => _arguments.Length > 0;

    public bool HasIndex => _indexes.Count > 0;

    /// <summary>Every bracket of the arguments is closed.</summary>
    public bool LooksComplete => _scanner.LooksComplete(_arguments.Span);

    /// <summary>Whether enough is known to announce the call: its name for sure, and its id or that none came before its arguments (Q09).</summary>
    public bool CanBeAnnounced => Name.IsSettled(HasArguments) && (_ids.Count > 0 || HasArguments);

    /// <summary>Whether the tool takes free text, so that the call goes back as it was declared.</summary>
    public bool IsCustom => Origin is { IsCustom: true };

    /// <summary>What the item's own id begins with.</summary>
    public string IdPrefix => IsCustom ? "ctc_" : BuiltIn is BuiltInTool.None ? "fc_" : BuiltInToolNames.GetIdPrefix(BuiltIn);

    /// <summary>Whether a custom tool's input came in another shape than the one declared to the vendor. Known once the call is done.</summary>
    public bool HasUndeclaredInput => _input is { IsAsDeclared: false };

    /// <summary>Whether the arguments can be a custom tool's free text without JSON around it.</summary>
    public bool MayBePlainInput => IsCustom && CustomInput.MayBePlain(_arguments.Span);

    protected override string Type => IsCustom ? "custom_tool_call" : BuiltIn is BuiltInTool.None ? "function_call" : BuiltInToolNames.GetItemType(BuiltIn);

    private ToolOrigin? Origin => _origin ?? names.FindOrigin(Name.Value);

    private BuiltInTool BuiltIn => Origin?.BuiltIn ?? BuiltInTool.None;

    // An empty object may be a placeholder that the real arguments replace (Q38), so it waits.
    private bool IsPlaceholder => _sent == 0 && _arguments.Span.SequenceEqual("{}"u8);

    public bool HasId(ReadOnlySpan<byte> id)
    {
        foreach (var known in _ids)
        {
            if (id.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }

    public bool IsAtIndex(int index) => _indexes.Contains(index);

    /// <summary>Notes what else the vendor calls this call.</summary>
    public void AddVendorKeys(ReadOnlySpan<byte> id, int? index)
    {
        if (!id.IsEmpty && !HasId(id))
        {
            _ids.Add(id.ToArray());
        }

        if (index is { } known && !IsAtIndex(known))
        {
            _indexes.Add(known);
        }
    }

    /// <summary>Takes what the vendor put into the call beside its function.</summary>
    /// <returns>Whether that is news.</returns>
    public bool MergeExtras(byte[] extras)
    {
        var known = Extras;
        Extras = CallExtras.Merge(known, extras);
        return !Extras.AsSpan().SequenceEqual(known);
    }

    /// <summary>Takes arguments of which each piece may hold the one before it.</summary>
    public void AppendCumulative(ReadOnlySpan<byte> token) => Append((_cumulative ??= new CumulativeDeltaFilter()).Filter(token));

    /// <summary>Nothing more can tell what a piece that waits was.</summary>
    public void FlushHeld()
    {
        if (_cumulative is { IsHolding: true })
        {
            Append(_cumulative.FlushArguments());
        }
    }

    /// <summary>Takes a piece of the arguments. Text after complete arguments that only repeats them is left out (Q36).</summary>
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

    public bool IsRepeat(ReadOnlySpan<byte> token) => token.Length == _arguments.Length && token.SequenceEqual(_arguments.Span) && LooksComplete;

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

    public ArgumentsKind CheckArguments() => ArgumentsCheck.Classify(_arguments.Quoted);

    public void AppendEmptyObject() => _arguments.Append("{}"u8);

    protected override void WriteMembers(Utf8JsonWriter json)
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
            json.WriteRawValue(InputSoFar, skipInputValidation: true);
            return;
        }

        json.WritePropertyName("arguments"u8);
        json.WriteRawValue(_frame is null ? "\"\""u8 : _arguments.Quoted, skipInputValidation: true);
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
        json.WriteRawValue(_arguments.Quoted, skipInputValidation: true);
        Events.Close();
    }

    private string ClientName => _origin?.Name ?? Name.Value;

    private ReadOnlySpan<byte> InputSoFar => _inputStream is null ? "\"\""u8 : _inputStream.Text.Quoted;

    /// <summary>What has been streamed is the input; arguments of another shape are read now that they are whole, and a half of them not at all.</summary>
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
        json.WriteRawValue(InputSoFar, skipInputValidation: true);
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
