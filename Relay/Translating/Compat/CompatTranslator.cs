using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Relay.Contract;
using Relay.Json;
using Relay.Policies;
using Relay.ResponsesWire;
using Relay.Translating.Calls;

namespace Relay.Translating.Compat;

/// <summary>What the copies of older systems share: how they read a stream, and that none of them wrote anything but whole events.</summary>
internal abstract class CompatTranslator(ResponseEcho echo) : IResponseTranslator
{
    // The depth at which their JSON reader gave up.
    private const int MaxDepth = 128;

    private const string Sentinel = "[DONE]";

    private readonly WarningLog _warnings = new();
    private readonly ToolNames _tools = new(echo.DeclaredTools, echo.ToolOrigins, ToolName.First);
    private bool _isDeaf;
    private bool _isOver;
    private byte[] _response = [];

    public abstract StreamOpening Opening { get; }

    public bool WantsStrictFrames => true;

    public IReadOnlyList<string> Warnings => _warnings.Take();

    public UpstreamFailure? Failure { get; private set; }

    public virtual Thoughts? Thoughts => null;

    /// <summary>They never read what an answer cost.</summary>
    public TokenUsage? Usage => null;

    public bool HasBegun => true;

    /// <summary>They knew nothing that a client does not see.</summary>
    public bool KeepsMore => false;

    protected ResponseEcho Echo { get; } = echo;

    protected PlainEventWriter Events { get; } = new();

    public void Begin(IBufferWriter<byte> events)
    {
        ArgumentNullException.ThrowIfNull(events);

        Events.Attach(events);
        WriteOpening();
    }

    public void EnsureBegun(IBufferWriter<byte> events)
    {
        // Nothing is ever kept back.
    }

    public ChunkOutcome Translate(ReadOnlySpan<byte> payload, IBufferWriter<byte> events)
    {
        ArgumentNullException.ThrowIfNull(events);

        // They decoded before they framed, and kept back what is no UTF-8 until the end of the body.
        _isDeaf |= !Utf8.IsValid(payload);
        if (_isDeaf)
        {
            return ChunkOutcome.Idle;
        }

        Events.Attach(events);
        _isOver = !Take(Encoding.UTF8.GetString(payload), payload);
        return _isOver ? ChunkOutcome.Ended : ChunkOutcome.Progress;
    }

    /// <summary>An event's name meant nothing to them.</summary>
    public ChunkOutcome TakeError(ReadOnlySpan<byte> payload, IBufferWriter<byte> events) => Translate(payload, events);

    /// <summary>They only ever asked for streams: a whole answer is taken for a stream of one chunk and the sentinel.</summary>
    public ChunkOutcome TranslateCompletion(ReadOnlySpan<byte> json, IBufferWriter<byte> events)
    {
        ArgumentNullException.ThrowIfNull(events);

        Events.Attach(events);
        if (CompletionAsChunk.Rewrite(json) is not { } chunk)
        {
            Fail(new UpstreamFailure("upstream_bad_response", "The upstream's answer is no chat completion."));
            _isOver = true;
            return ChunkOutcome.Failed;
        }

        _isOver = !Take(Encoding.UTF8.GetString(chunk), chunk) || !Take(Sentinel, Encoding.UTF8.GetBytes(Sentinel));
        return ChunkOutcome.Progress;
    }

    public void End(UpstreamEnding ending, IBufferWriter<byte> events)
    {
        ArgumentNullException.ThrowIfNull(events);

        Events.Attach(events);
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        if (_isDeaf && ending.Failure is null)
        {
            ending = UpstreamEnding.Failed(new UpstreamFailure("upstream_bad_response", "The upstream's stream is not valid UTF-8."));
        }

        WriteEnd(ending);
    }

    public void WriteResponse(IBufferWriter<byte> json)
    {
        ArgumentNullException.ThrowIfNull(json);

        json.Write(_response);
    }

    public void WriteItemsToKeep(IBufferWriter<byte> json)
    {
        // The response has all there is.
    }

    protected abstract void WriteOpening();

    /// <summary>Takes one event's data.</summary>
    /// <returns>Whether the system went on to read.</returns>
    protected abstract bool Take(string text, ReadOnlySpan<byte> payload);

    /// <summary>The upstream's bytes are over without the system having had enough.</summary>
    protected abstract void WriteEnd(UpstreamEnding ending);

    protected virtual void Fail(UpstreamFailure failure) => Failure = failure;

    /// <summary>Returns the tool that the client declared, where the upstream knows it by another name or as a function; otherwise <see langword="null"/>.</summary>
    protected ToolOrigin? FindOrigin(string name) => _tools.FindOrigin(name);

    protected static bool IsSentinel(string text) => text.Trim() == Sentinel;

    /// <summary>Parses as strictly as they did; half a surrogate pair is no text to them. What is no JSON is passed over with a warning.</summary>
    protected JsonDocument? Parse(ReadOnlySpan<byte> payload)
    {
        try
        {
            var json = payload.ToArray();
            LoneSurrogates.Mend(json);
            if (json.AsSpan().SequenceEqual(payload))
            {
                return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            }
        }
        catch (JsonException)
        {
            // Said below.
        }

        WarnOfChunk();
        return null;
    }

    protected void WarnOfChunk() => _warnings.Add("An unreadable chunk was skipped.");

    /// <summary>Writes an event that carries the response, and keeps that.</summary>
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
