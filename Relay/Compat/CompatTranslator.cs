using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.ResponsesWire;
using Relay.Translating.Calls;

namespace Relay.Compat;

/// <summary>Translates as the older systems do: reads a stream as all of them do, and writes whole events.</summary>
internal abstract class CompatTranslator(ResponseEcho echo) : IResponseTranslator
{
    // The depth up to which their JSON reader read.
    private const int MaxDepth = 127;

    private const string Sentinel = "[DONE]";

    private static readonly ApiError NotUtf8 = new("upstream_bad_response", "The upstream's stream is not valid UTF-8.");

    private readonly WarningLog _warnings = new();
    private readonly ToolNames _tools = new(echo.DeclaredTools, echo.ToolOrigins, ToolName.First);
    private bool _hasBegun;
    private bool _isUnreadable;
    private bool _isOver;
    private byte[] _response = [];

    protected ResponseEcho Echo { get; } = echo;

    protected PlainEventWriter Events { get; } = new();

    /// <summary>The reason why the response failed; <see langword="null"/> when it did not.</summary>
    protected ApiError? Failure { get; private set; }

    public void Begin(IBufferWriter<byte> events)
    {
        ArgumentNullException.ThrowIfNull(events);

        Events.Attach(events);
        if (!_hasBegun)
        {
            _hasBegun = true;
            WriteOpening();
        }
    }

    /// <summary>
    /// Translates one payload. These systems ignored the name of an event, so an <c>error</c> event is a chunk like any other.
    /// </summary>
    public ChunkOutcome Translate(PayloadKind kind, ReadOnlySpan<byte> payload, IBufferWriter<byte> events)
    {
        ArgumentNullException.ThrowIfNull(events);

        Begin(events);
        return kind is PayloadKind.Completion ? TranslateCompletion(payload) : TranslateChunk(payload);
    }

    private ChunkOutcome TranslateChunk(ReadOnlySpan<byte> payload)
    {
        // They decoded before they framed, and buffered invalid UTF-8 until the end of the body.
        _isUnreadable |= !Utf8.IsValid(payload);
        if (_isUnreadable)
        {
            return ChunkOutcome.Idle;
        }

        _isOver = !Take(Encoding.UTF8.GetString(payload), payload);
        return _isOver ? ChunkOutcome.Ended : ChunkOutcome.Progress;
    }

    // They only ever asked for streams: a whole answer is translated like a stream of one chunk and the sentinel.
    private ChunkOutcome TranslateCompletion(ReadOnlySpan<byte> json)
    {
        if (CompletionAsChunk.Rewrite(json) is not { } chunk)
        {
            Fail(new ApiError("upstream_bad_response", "The upstream's answer is no chat completion."));
            _isOver = true;
            return ChunkOutcome.Failed;
        }

        _isOver = !Take(Encoding.UTF8.GetString(chunk), chunk) || !Take(Sentinel, Encoding.UTF8.GetBytes(Sentinel));
        return ChunkOutcome.Progress;
    }

    public FinalResponse End(UpstreamEnding ending, IBufferWriter<byte> events)
    {
        ArgumentNullException.ThrowIfNull(events);

        Begin(events);
        if (!_isOver)
        {
            _isOver = true;
            WriteEnd(_isUnreadable && ending.Failure is null ? UpstreamEnding.Failed(NotUtf8) : ending);
        }

        Finish();

        // They never read the usage, and knew nothing that a client does not see.
        return new FinalResponse(new ReadOnlySequence<byte>(_response), Failure, Usage: null, _warnings.Take())
        {
            ItemsToStore = CreateItemsToStore(),
        };
    }

    /// <summary>Runs once after the last event was written and before it is sent.</summary>
    protected virtual void Finish()
    {
    }

    /// <summary>
    /// Returns the items to store for later turns as a JSON array; <see langword="null"/> if they are those of the response.
    /// </summary>
    protected virtual ReadOnlySequence<byte>? CreateItemsToStore() => null;

    protected abstract void WriteOpening();

    /// <summary>Translates the data of one event.</summary>
    /// <returns>Whether the system continued to read.</returns>
    protected abstract bool Take(string text, ReadOnlySpan<byte> payload);

    /// <summary>Writes the events for a body that ends before the system stops reading.</summary>
    protected abstract void WriteEnd(UpstreamEnding ending);

    protected virtual void Fail(ApiError failure) => Failure = failure;

    /// <summary>
    /// Returns the tool that the client declared, where the upstream knows it by another name or as a function; otherwise <see
    /// langword="null"/>.
    /// </summary>
    protected ToolOrigin? OriginOf(string name) => _tools.FindOrigin(name);

    protected static bool IsSentinel(string text) => text.Trim() == Sentinel;

    /// <summary>
    /// Parses as strictly as they did: half a surrogate pair and a number without bounds are invalid. Invalid JSON is skipped with a
    /// warning, empty data without one.
    /// </summary>
    protected JsonDocument? Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return null;
        }

        try
        {
            var json = payload.ToArray();
            LoneSurrogates.Mend(json);
            if (json.AsSpan().SequenceEqual(payload) && HasOnlyFiniteNumbers(payload))
            {
                return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            }
        }
        catch (JsonException)
        {
            // The warning follows.
        }

        WarnOfChunk();
        return null;
    }

    private static bool HasOnlyFiniteNumbers(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.Number && !(reader.TryGetDouble(out var number) && double.IsFinite(number)))
            {
                return false;
            }
        }

        return true;
    }

    protected void WarnOfChunk() => _warnings.Add("An unreadable chunk was skipped.");

    /// <summary>Writes an event that contains the response, and stores the response.</summary>
    protected void WriteLifecycle(string type, Action<Utf8JsonWriter> response)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RelaxedJson.WriterOptions))
        {
            json.WriteStartObject();
            response(json);
            json.WriteEndObject();
        }

        _response = buffer.WrittenSpan.ToArray();
        Events.Write(type, json =>
        {
            json.WritePropertyName("response"u8);
            json.WriteRawValue(_response, skipInputValidation: true);
        });
    }
}
