using System.Buffers;
using System.Diagnostics;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.ResponsesWire;
using Relay.Sealing;
using Relay.Translating.Calls;
using Relay.Translating.Deltas;
using Relay.Translating.Ending;
using Relay.Translating.Items;
using Relay.Translating.State;

namespace Relay.Translating;

/// <summary>Translates chunks according to docs/contract.md; policies decide where correct relays differ.</summary>
public sealed class StreamTranslator : IResponseTranslator
{
    private readonly TranslationContext _context;
    private readonly EventWriter _events = new();
    private readonly ToolCallResolver _resolver;
    private readonly OpenItems _items;
    private readonly DeltaTranslator _deltas;
    private readonly EndingRules _ending;
    private readonly TerminalWriter _lifecycle;
    private readonly ChatChunk _chunk = new();
    private readonly ChunkMemo _memo = new();
    private readonly PlainEscapes _escapes = new();
    private readonly LatestUsage _usage;
    private readonly ChoiceRules _rules;
    private readonly FullMessageReconciler _messages;
    private readonly OddPayloads _payloads;
    private bool _hasEnded;

    /// <summary>Creates a translator for one response.</summary>
    /// <param name="echo">The members that the response repeats.</param>
    /// <param name="policies">The policies of the upstream.</param>
    /// <param name="ids">Creates ids.</param>
    /// <param name="secrets">Texts that errors and warnings must not contain; none if omitted.</param>
    /// <param name="seal">Encrypts reasoning that the client sends back; without it reasoning is not encrypted.</param>
    public StreamTranslator(
        ResponseEcho echo, RelayPolicies policies, IIdSource ids, SecretWords? secrets = null, ReasoningSeal? seal = null)
    {
        ArgumentNullException.ThrowIfNull(echo);
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(ids);

        _context = new TranslationContext(echo, policies, ids, secrets ?? SecretWords.None, seal);
        _resolver = new ToolCallResolver(_events, new ToolNames(echo.DeclaredTools, echo.ToolOrigins, policies.ToolName));
        _items = new OpenItems(_events, _context);
        _deltas = new DeltaTranslator(_context, _items, _resolver);
        _ending = new EndingRules(_context);
        _lifecycle = new TerminalWriter(_events, _context);
        _usage = new LatestUsage(_context);
        _rules = new ChoiceRules(_context, _ending);
        _messages = new FullMessageReconciler(_context, _deltas, _rules);
        _payloads = new OddPayloads(_context);
    }

    /// <summary>
    /// Whether chunks that differ in their text only are parsed once. Never changes what comes out; off in the tests that prove it.
    /// </summary>
    internal bool UsesMemo { get; init; } = true;

    /// <summary>Writes <c>response.created</c> and <c>response.in_progress</c>, unless they have been written.</summary>
    public void Begin(IBufferWriter<byte> events)
    {
        ArgumentNullException.ThrowIfNull(events);

        _events.Attach(events);
        if (!_lifecycle.HasOpened)
        {
            _lifecycle.WriteOpening(model: null);
        }
    }

    /// <inheritdoc/>
    public ChunkOutcome Translate(PayloadKind kind, ReadOnlySpan<byte> payload, IBufferWriter<byte> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        Debug.Assert(!_hasEnded, "Nothing follows the terminal event.");

        if (kind is PayloadKind.Error)
        {
            FailWithVendorError(payload);
            return ChunkOutcome.Failed;
        }

        payload = _escapes.In(payload);
        _events.Attach(events);
        _ending.HasPayload = true;
        if (kind is PayloadKind.Completion)
        {
            ReadCompletion(payload);
        }
        else if (!UsesMemo || !_memo.TryApply(payload))
        {
            Read(payload);
        }

        if (!_lifecycle.HasOpened)
        {
            BeginWithModel(payload);
        }

        return TranslateChunk(payload);
    }

    /// <inheritdoc/>
    public ChunkOutcome TranslateLastingBody(ReadOnlyMemory<byte> body, IBufferWriter<byte> events)
    {
        _events.Lasting = body;
        try
        {
            return Translate(PayloadKind.Completion, body.Span, events);
        }
        finally
        {
            _events.Lasting = default;
        }
    }

    /// <summary>
    /// Closes the open items, then writes the terminal event (before <c>response.failed</c> one <c>error</c> event) and the end marker.
    /// </summary>
    public FinalResponse End(UpstreamEnding ending, IBufferWriter<byte> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        Debug.Assert(!_hasEnded, "A response ends once.");

        _hasEnded = true;
        Begin(events);
        var (before, number) = ((events as EventBuffer)?.Count, _events.Next);
        try
        {
            return Close(ending);
        }
        catch (Exception exception) when (before is not null && exception is not OutOfMemoryException)
        {
            // Nothing that an upstream sent may keep the terminal event from the client.
            ((EventBuffer)events).Truncate(before.Value);
            _events.Next = number;
            return CloseBroken(exception);
        }
    }

    private FinalResponse Close(UpstreamEnding ending)
    {
        _messages.TranslateLatest(_chunk);
        _deltas.FlushTexts();
        var decided = _ending.Decide(ending);
        _deltas.End(IsComplete(decided), _ending.Finish is FinishMeaning.ToolCalls);
        var closing = new ClosingRules(_context, _items, _resolver.Calls);
        var verdict = closing.Close(decided, _ending.Finish);
        WarnLosses();
        WarnMarks(decided);
        _lifecycle.WriteTerminal(verdict, closing.GetOutput(), _usage.ReadFinal(), ending.At);
        return new FinalResponse(_lifecycle.Response, _context.Failure, _usage.Read(), _context.Warnings.Take())
        {
            ItemsToStore = WriteItemsToStore(),
        };
    }

    private bool IsComplete(Verdict verdict) =>
        verdict.Kind is VerdictKind.Completed && _ending.Finish is not (FinishMeaning.Length or FinishMeaning.ContentFilter);

    private FinalResponse CloseBroken(Exception exception)
    {
        _context.Fail("relay_error", "The relay failed to handle the answer.");
        _context.Warnings.Add($"The answer could not be ended as it was: {exception.GetType().Name}.");
        _lifecycle.WriteTerminal(Verdict.Failed, [], usage: null, at: null);
        return new FinalResponse(_lifecycle.Response, _context.Failure, Usage: null, _context.Warnings.Take());
    }

    // Reasoning always with its encrypted_content, and the reasoning items that the client was not to see.
    private ReadOnlySequence<byte>? WriteItemsToStore()
    {
        if (!_context.Echo.KeepsReasoning || _context.Failure is not null || !_items.KeepsMore)
        {
            return null;
        }

        var json = new SegmentedBuffer();
        _items.WriteStored(json);
        return json.Written;
    }

    // The messages of a completion count as one delta each (Q122).
    private void ReadCompletion(ReadOnlySpan<byte> json)
    {
        _ending.IsWhole = true;
        var isRead = ChatChunkReader.TryRead(json, _chunk);
        if (!isRead && VendorError.FromUnreadable(json, _context.Secrets) is { } failure)
        {
            _context.Fail(failure);
        }
        else if (isRead && _chunk.ChoiceCount == 0 && !_chunk.HasError && PayloadSigns.Read(json, isChunk: false) is PayloadMeaning.Failure)
        {
            FailWithVendorError(json);
        }

        if (!isRead || (_chunk.ChoiceCount == 0 && !_chunk.HasError))
        {
            _context.Fail("upstream_bad_response", "The upstream's answer is no chat completion.");
        }

        for (var i = 0; i < _chunk.ChoiceCount; i++)
        {
            _chunk.Choice(i).TakeMessageAsDelta();
        }
    }

    /// <summary>Writes the first events unless the chunk has neither content nor a model (Q108).</summary>
    private void BeginWithModel(ReadOnlySpan<byte> payload)
    {
        if (_chunk.Model.HasText)
        {
            _lifecycle.WriteOpening(VendorText.Clean(JsonText.Decode(_chunk.Model.In(payload)), _context.Secrets));
        }
        else if (!_chunk.IsSilent)
        {
            _lifecycle.WriteOpening(model: null);
        }
    }

    private void Read(ReadOnlySpan<byte> payload)
    {
        if (!ChatChunkReader.TryRead(payload, _chunk))
        {
            _payloads.TakeUnreadable(payload, _resolver.Calls);
        }
        else if (_chunk.ChoiceCount == 0 && _chunk.HasOtherMembers && !_chunk.HasError)
        {
            _payloads.TakeWithoutChoices(payload, _chunk, _resolver.Calls);
        }

        _memo.Learn(payload, _chunk);
    }

    private ChunkOutcome TranslateChunk(ReadOnlySpan<byte> payload)
    {
        var arrived = false;

        // Before the choices, whose calls close the text that the sources belong to.
        _items.Annotations.Add(_chunk.Citations, payload);
        for (var i = 0; i < _chunk.ChoiceCount && _context.Failure is null; i++)
        {
            var choice = _chunk.Choice(i);
            arrived |= _rules.IsUsed(choice) && TranslateChoice(choice, payload);
        }

        TranslateRest(payload);
        return _context.Failure is not null ? ChunkOutcome.Failed
            : _ending.Finish is not null ? ChunkOutcome.Finished
            : arrived ? ChunkOutcome.Progress
            : ChunkOutcome.Idle;
    }

    private bool TranslateChoice(ChatChoice choice, ReadOnlySpan<byte> payload)
    {
        var arrived = _rules.AcceptsOutput(choice.Delta) && _deltas.Translate(choice, choice.Delta, payload);
        if (choice.Message.IsPresent && _rules.AcceptsOutput(choice.Message))
        {
            arrived |= _messages.Add(choice, payload);
        }

        if (choice.FinishReason.HasText && _ending.Finish is null)
        {
            var native = choice.NativeFinishReason.HasText ? JsonText.Decode(choice.NativeFinishReason.In(payload)) : null;
            SetFinish(JsonText.Decode(choice.FinishReason.In(payload)), native);
        }

        return arrived;
    }

    private void SetFinish(string reason, string? native)
    {
        _ending.Finish = FinishReasons.Read(reason, native);
        if (_ending.Finish is FinishMeaning.Unknown)
        {
            _context.Warnings.Add($"Unknown finish reason '{VendorText.Clean(reason, _context.Secrets)}'.");
        }
    }

    /// <summary>Translates the members beside the choices: usage (the last counts), an error.</summary>
    private void TranslateRest(ReadOnlySpan<byte> payload)
    {
        _usage.Replace(_chunk.Usage, payload);
        if (_chunk.HasError)
        {
            FailWithVendorError(payload);
        }
    }

    private void FailWithVendorError(ReadOnlySpan<byte> payload) => _context.Fail(VendorError.FromPayload(payload, _context.Secrets));

    /// <summary>
    /// Names marks of tool calls in the text, and in the reasoning if nothing follows it: the model wanted a call, and the client sees only
    /// text. Not everyone reads the log, so the response says it too.
    /// </summary>
    private void WarnMarks(Verdict decided)
    {
        if (_context.Echo.DeclaredTools.Count == 0)
        {
            return;
        }

        string[] marks = [.. _items.Announced.OfType<MessageItem>().SelectMany(static message => message.Marks).Distinct()];
        string[] ofReasoning = IsComplete(decided) ? [.. _items.FindMarksOfReasoning(_ending.Finish is FinishMeaning.ToolCalls)] : [];
        string[] warnings =
        [
            .. marks.Length > 0 ? [DescribeMarks("text", marks)] : Array.Empty<string>(),
            .. ofReasoning.Length > 0 ? [DescribeMarks("reasoning", ofReasoning)] : Array.Empty<string>(),
        ];
        Array.ForEach(warnings, _context.Warnings.Add);
        if (warnings.Length > 0 && _context.Policies.HealMarkup is HealMarkup.Off)
        {
            _lifecycle.Note(string.Join(' ', warnings));
        }
    }

    private static string DescribeMarks(string place, string[] marks) =>
        $"The {place} contains marks of tool calls, which heal_markup can repair: {string.Join(' ', marks)}";

    private void WarnLosses()
    {
        if (_context.Reasoning is { HasLost: true })
        {
            _context.Warnings.Add("Reasoning too long to encrypt will not be sent back to the vendor.");
        }

        if (_items.Annotations.HasAny)
        {
            _context.Warnings.Add("Sources without text were left out.");
        }
    }
}
