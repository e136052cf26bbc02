using System.Buffers;
using System.Text;
using System.Text.Json;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.ResponsesWire;
using Relay.Sealing;

namespace Relay.Translating;

/// <summary>
/// Translates the answer to the request for a summary into a response with one item, <c>compaction</c>, whose content is the summary,
/// encrypted. Without a complete summary the response fails.
/// </summary>
// CA1001: a translator ends once, and its buffer is emptied there.
#pragma warning disable CA1001
internal sealed class CompactionTranslator : IResponseTranslator
#pragma warning restore CA1001
{
    private const string Code = "compaction_failed";

    private readonly ResponseEcho _echo;
    private readonly RelayPolicies _policies;
    private readonly IIdSource _ids;
    private readonly ReasoningSeal? _seal;
    private readonly StreamTranslator _answer;
    private readonly EventBuffer _ignored = new() { Discards = true };
    private readonly EventWriter _events = new();
    private readonly ResponseObjectWriter _response;
    private readonly SegmentedBuffer _first = new(1024);
    private bool _hasBegun;

    /// <summary>Creates a translator for one response.</summary>
    /// <param name="echo">The members that the response repeats, and the form in which the compaction is returned.</param>
    /// <param name="policies">The policies of the upstream.</param>
    /// <param name="ids">Creates ids.</param>
    /// <param name="secrets">Texts that errors and warnings must not contain.</param>
    /// <param name="seal">Encrypts the summary.</param>
    public CompactionTranslator(ResponseEcho echo, RelayPolicies policies, IIdSource ids, SecretWords secrets, ReasoningSeal? seal)
    {
        _echo = echo;
        _policies = policies;
        _ids = ids;
        _seal = seal;
        var plain = echo with { Compaction = CompactionForm.None, EncryptsReasoning = false, KeepsReasoning = false };
        _answer = new StreamTranslator(plain, policies, ids, secrets);
        _response = new ResponseObjectWriter(echo);
    }

    public void Begin(IBufferWriter<byte> events)
    {
        _events.Attach(events);
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        _response.Write(_first, ResponseState.InProgress);
        TerminalEvents.WriteLifecycle(_events, EventTypes.Created, _first.Written);
        TerminalEvents.WriteLifecycle(_events, EventTypes.InProgress, _first.Written);
    }

    public ChunkOutcome Translate(PayloadKind kind, ReadOnlySpan<byte> payload, IBufferWriter<byte> events)
    {
        Begin(events);
        return _answer.Translate(kind, payload, _ignored);
    }

    public FinalResponse End(UpstreamEnding ending, IBufferWriter<byte> events)
    {
        Begin(events);
        var answer = _answer.End(ending, _ignored);
        _ignored.Clear();
        var token = answer.Failure is null ? Seal(answer.Json, out var problem) : Fail(answer.Failure, out problem);
        return token is null
            ? WriteFailed(problem!, answer)
            : WriteCompleted(WriteItem(_ids.NewId("cmp_"), token), ending.At, answer);
    }

    private static string? Fail(ApiError failure, out ApiError? problem)
    {
        problem = failure;
        return null;
    }

    private string? Seal(in ReadOnlySequence<byte> answer, out ApiError? problem)
    {
        problem = null;
        using var document = JsonDocument.Parse(answer, VendorJsonOptions.Document);
        var response = document.RootElement;
        if (response.GetProperty("status"u8).GetString() != "completed")
        {
            var reason = response.GetProperty("incomplete_details"u8).GetProperty("reason"u8).GetString();
            return Fail(new ApiError(Code, $"The upstream's summary of the conversation was cut off ({reason})."), out problem);
        }

        var summary = ReadText(response);
        return string.IsNullOrWhiteSpace(summary)
            ? Fail(new ApiError(Code, "The upstream sent no summary of the conversation."), out problem)
            : _seal?.Seal(CompactionJson.Write(summary))
                ?? Fail(new ApiError(Code, "The upstream's summary of the conversation is too long."), out problem);
    }

    private static string ReadText(JsonElement response)
    {
        var text = new StringBuilder();
        foreach (var item in response.GetProperty("output"u8).EnumerateArray())
        {
            if (item.GetProperty("type"u8).ValueEquals("message"u8))
            {
                foreach (var part in item.GetProperty("content"u8).EnumerateArray())
                {
                    text.Append(part.TryGetProperty("text"u8, out var piece) ? piece.GetString() : "");
                }
            }
        }

        return text.ToString();
    }

    private static ReadOnlySequence<byte> WriteItem(string id, string token)
    {
        var item = new SegmentedBuffer(token.Length + 128);
        using (var json = new Utf8JsonWriter(item, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("type"u8, "compaction"u8);
            json.WriteString("encrypted_content"u8, token);
            json.WriteEndObject();
        }

        return item.Written;
    }

    private FinalResponse WriteCompleted(ReadOnlySequence<byte> item, long? at, FinalResponse answer)
    {
        WriteItemEvent(EventTypes.ItemAdded, item);
        WriteItemEvent(EventTypes.ItemDone, item);
        var json = new SegmentedBuffer(1024);
        _response.Write(
            json, new ResponseState { Status = "completed", CompletedAt = at, Output = [item], Usage = ReadUsage(answer) });
        TerminalEvents.Write(_events, _policies, EventTypes.Completed, json.Written);
        return new FinalResponse(
            _echo.Compaction is CompactionForm.Resource ? WriteResource(item, answer.Usage ?? default) : json.Written,
            Failure: null,
            answer.Usage,
            answer.Warnings);
    }

    private TokenUsage? ReadUsage(FinalResponse answer) =>
        answer.Usage ?? (_policies.MissingUsage is MissingUsage.Zeros ? default(TokenUsage) : null);

    private FinalResponse WriteFailed(ApiError failure, FinalResponse answer)
    {
        var json = new SegmentedBuffer(1024);
        _response.Write(
            json,
            new ResponseState { Status = "failed", ErrorCode = failure.Code, ErrorMessage = failure.Message, Usage = answer.Usage });
        TerminalEvents.WriteFailed(_events, _policies, failure, json.Written);
        return new FinalResponse(json.Written, failure, answer.Usage, answer.Warnings);
    }

    private void WriteItemEvent(string type, in ReadOnlySequence<byte> item)
    {
        var json = _events.Open(type);
        json.WriteNumber("output_index"u8, 0);
        json.WritePropertyName("item"u8);
        _events.Value(item);
        _events.Close();
    }

    // The schema of the object requires usage.
    private ReadOnlySequence<byte> WriteResource(in ReadOnlySequence<byte> item, TokenUsage usage)
    {
        var tokens = new SegmentedBuffer();
        ResponseObjectWriter.WriteUsage(tokens, usage);
        var resource = new SegmentedBuffer(1024);
        using (var json = new Utf8JsonWriter(resource, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            json.WriteString("id"u8, _echo.Id);
            json.WriteString("object"u8, "response.compaction"u8);
            json.WriteNumber("created_at"u8, _echo.CreatedAt);
            json.WriteStartArray("output"u8);
            json.WriteRawValue(item, skipInputValidation: true);
            json.WriteEndArray();
            json.WritePropertyName("usage"u8);
            json.WriteRawValue(tokens.Written, skipInputValidation: true);
            json.WriteEndObject();
        }

        return resource.Written;
    }
}
