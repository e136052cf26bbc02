using System.Buffers;
using Relay.Contract;

namespace Relay.Contract;

/// <summary>Turns the payloads of one upstream answer into the events of one response. Pure: no I/O, no clock, no log.</summary>
/// <remarks>
/// Order of calls: <see cref="Begin"/> once, <see cref="Translate"/> for each payload (or <see cref="TranslateCompletion"/> once for an answer that is no stream),
/// <see cref="End"/> once. Everything written is whole SSE events. Not thread-safe.
/// </remarks>
internal interface IResponseTranslator
{
    /// <summary>When the stream opens at the latest; what fails before is told by status.</summary>
    StreamOpening Opening { get; }

    /// <summary>Sentences worth a warning in the log, collected since the last look. Each look begins a new list.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>The failure the response ended with; <see langword="null"/> when it did not fail or has not ended.</summary>
    UpstreamFailure? Failure { get; }

    /// <summary>What the upstream said the answer cost; <see langword="null"/> when it said nothing.</summary>
    TokenUsage? Usage { get; }

    /// <summary>Whether the events that stand before everything else have been written.</summary>
    bool HasBegun { get; }

    /// <summary>Whether the finished items are more than the client saw of them: a vendor wants things back that no client is shown. Valid after <see cref="End"/>.</summary>
    bool KeepsMore { get; }

    /// <summary>Writes the events that stand before everything else, unless they have to wait for what the upstream says.</summary>
    void Begin(IBufferWriter<byte> events);

    /// <summary>Writes what <see cref="Begin"/> writes, if it has been kept back until now: nothing more is waited for.</summary>
    void EnsureBegun(IBufferWriter<byte> events);

    /// <summary>Translates one <c>data:</c> payload. Payloads that are no JSON object are skipped with a warning (Q150).</summary>
    ChunkOutcome Translate(ReadOnlySpan<byte> payload, IBufferWriter<byte> events);

    /// <summary>Takes the payload of an <c>event: error</c> (Q119).</summary>
    ChunkOutcome TakeError(ReadOnlySpan<byte> payload, IBufferWriter<byte> events);

    /// <summary>Translates a whole <c>chat.completion</c>, an answer that is no stream (Q122).</summary>
    ChunkOutcome TranslateCompletion(ReadOnlySpan<byte> json, IBufferWriter<byte> events);

    /// <summary>Writes what is left to write, the terminal event at the latest.</summary>
#pragma warning disable CA1716 // A keyword of languages that nobody implements this in.
    void End(UpstreamEnding ending, IBufferWriter<byte> events);
#pragma warning restore CA1716

    /// <summary>Writes the final response object: byte for byte the one in the terminal event. Valid after <see cref="End"/>.</summary>
    void WriteResponse(IBufferWriter<byte> json);

    /// <summary>Writes the finished items as the relay keeps them for the turns to come, as a JSON array. Only where <see cref="KeepsMore"/>.</summary>
    void WriteItemsToKeep(IBufferWriter<byte> json);
}
