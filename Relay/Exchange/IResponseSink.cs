using System.Net.Http.Headers;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Upstreams;

namespace Relay.Exchange;

/// <summary>Receives the events of one response. All knowledge of the client's protocol ends here.</summary>
/// <remarks>
/// Either <see cref="RefuseAsync"/> or <see cref="CompleteAsync"/> is called, once and last. No two calls overlap. <c>SseSink</c> and
/// <c>JsonSink</c> answer an HTTP request, <c>BackgroundSink</c> serves responses that no client waits for.
/// </remarks>
internal interface IResponseSink
{
    /// <summary>When the answer is committed to success.</summary>
    SinkOpening Opening { get; }

    /// <summary>Whether a client waits for events, so that the stream is opened early and kept alive during a silence.</summary>
    bool BreaksSilence { get; }

    /// <summary>
    /// Passes on the headers of the upstream's answer that are meant for the client. Called before the first event, if at all.
    /// </summary>
    void AddHeaders(HttpResponseHeaders upstream, HeaderRules rules, SecretWords secrets);

    /// <summary>
    /// Sends server-sent events. The first call may have none: it opens the stream. A large event comes in several calls.
    /// </summary>
    /// <param name="events">The bytes of the events; the memory is valid until the call completes.</param>
    /// <param name="cancellationToken">Cancelled when the client or the relay gives up.</param>
    ValueTask SendAsync(ReadOnlyMemory<byte> events, CancellationToken cancellationToken);

    /// <summary>Sends a sign of life between events.</summary>
    ValueTask KeepAliveAsync(CancellationToken cancellationToken);

    /// <summary>Reports whether the response was stored. Called before <see cref="CompleteAsync"/>, for responses to be stored.</summary>
    void ReportStored(bool isStored);

    /// <summary>Answers with an error. Called only while nothing is committed.</summary>
    Task RefuseAsync(ApiError error, CancellationToken cancellationToken);

    /// <summary>Ends the answer after its last event.</summary>
    Task CompleteAsync(FinalResponse final, CancellationToken cancellationToken);
}
