using System.Buffers;
using Relay.Policies;

namespace Relay.Translating;

/// <summary>What one upstream payload was, for the clocks of the pump.</summary>
public enum ChunkOutcome
{
    /// <summary>Understood, but nothing that counts as progress (an empty delta, a heartbeat).</summary>
    Idle,

    /// <summary>Something of the answer arrived.</summary>
    Progress,

    /// <summary>A finish reason of the choice that counts has been seen; only stragglers (usage, late deltas) may follow.</summary>
    Finished,

    /// <summary>The payload held an error: the pump stops reading and calls <see cref="StreamTranslator.End"/>.</summary>
    Failed,
}

/// <summary>
/// Turns the payloads of one upstream answer into the events of one response. Pure: no I/O, no clock, no log.
/// </summary>
/// <remarks>
/// Order of calls: <see cref="Begin"/> once, <see cref="Translate"/> for each payload (or <see cref="TranslateCompletion"/> once for an answer that is no stream),
/// <see cref="End"/> once. Everything written is whole SSE events. Not thread-safe.
/// </remarks>
public sealed class StreamTranslator
{
    /// <summary>Makes a translator for one response.</summary>
    public StreamTranslator(ResponseEcho echo, RelayPolicies policies, IIdSource ids)
    {
        ArgumentNullException.ThrowIfNull(echo);
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(ids);
    }

    /// <summary>Sentences worth a warning in the log, collected since the last look (unknown finish reason, skipped chunk, dropped call).</summary>
    public IReadOnlyList<string> Warnings { get; } = [];

    /// <summary>The failure the response ended with; <see langword="null"/> when it did not fail or has not ended.</summary>
    public UpstreamFailure? Failure { get; }

    /// <summary>Writes <c>response.created</c> and <c>response.in_progress</c>.</summary>
    public void Begin(IBufferWriter<byte> events) => ArgumentNullException.ThrowIfNull(events);

    /// <summary>Translates one <c>data:</c> payload (UTF-8, the sentinel excluded). Payloads that are no JSON object are skipped with a warning (Q150).</summary>
    public ChunkOutcome Translate(ReadOnlySpan<byte> payload, IBufferWriter<byte> events) => ChunkOutcome.Idle;

    /// <summary>Translates a whole <c>chat.completion</c> (an answer that is no stream, Q122): its messages count as one delta each.</summary>
    public ChunkOutcome TranslateCompletion(ReadOnlySpan<byte> json, IBufferWriter<byte> events) => ChunkOutcome.Idle;

    /// <summary>Closes what is open and writes the terminal event (before <c>failed</c>, one <c>error</c> event) and the end marker.</summary>
    public void End(UpstreamEnding ending, IBufferWriter<byte> events) => ArgumentNullException.ThrowIfNull(events);

    /// <summary>Writes the final response object: byte for byte the one in the terminal event. Valid after <see cref="End"/>.</summary>
    public void WriteResponse(IBufferWriter<byte> json) => ArgumentNullException.ThrowIfNull(json);
}
