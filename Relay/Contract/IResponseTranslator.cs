using System.Buffers;

namespace Relay.Contract;

/// <summary>Translates the payloads of one upstream answer into the events of one response. It has no I/O, no clock and no log.</summary>
/// <remarks>
/// The calls come in this order: <see cref="Begin"/>, <see cref="Translate"/> for each payload, <see cref="End"/> once. Each call writes
/// whole server-sent events. A translator is not thread-safe.
/// </remarks>
internal interface IResponseTranslator
{
    /// <summary>Writes the events that precede all others, such as <c>response.created</c>. A second call writes nothing.</summary>
    /// <remarks>
    /// The call may be left out or come late when these events have to wait for the first chunk (<c>report_model: upstream</c>): the
    /// translator writes them by itself as soon as it can, and at the latest in <see cref="End"/>.
    /// </remarks>
    void Begin(IBufferWriter<byte> events);

    /// <summary>Translates one payload. A chunk that is not a JSON object is skipped with a warning or fails the response (Q150).</summary>
    /// <returns>The effect of the payload, which the timeouts depend on.</returns>
    ChunkOutcome Translate(PayloadKind kind, ReadOnlySpan<byte> payload, IBufferWriter<byte> events);

    /// <summary>Translates an answer that is one JSON body.</summary>
    /// <param name="body">The body. It never changes, so that a large text in it need not be copied.</param>
    /// <param name="events">Receives the events.</param>
    /// <returns>The effect of the body, which the timeouts depend on.</returns>
    ChunkOutcome TranslateLastingBody(ReadOnlyMemory<byte> body, IBufferWriter<byte> events) =>
        Translate(PayloadKind.Completion, body.Span, events);

    /// <summary>Closes open items and writes the last events, the terminal event included.</summary>
    /// <param name="ending">How the upstream's answer ended.</param>
    /// <param name="events">Receives the events.</param>
    /// <returns>The response as it ended.</returns>
#pragma warning disable CA1716 // A keyword of languages that nobody implements this in.
    FinalResponse End(UpstreamEnding ending, IBufferWriter<byte> events);
#pragma warning restore CA1716
}
