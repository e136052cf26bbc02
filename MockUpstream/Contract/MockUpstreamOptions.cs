using Scenarios.Model;

namespace MockUpstream.Contract;

/// <summary>The addresses and limits of a mock upstream.</summary>
public sealed record MockUpstreamOptions
{
    /// <summary>The port; 0 for one the system picks.</summary>
    public int Port { get; init; }

    /// <summary>The address to listen on. Default: loopback.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>
    /// Whether the host also listens for HTTPS, on a separate port (<see cref="MockUpstreamHost.TlsUrl"/>), with HTTP/2 by negotiation.
    /// </summary>
    public bool Tls { get; init; }

    /// <summary>
    /// Whether the host also listens for HTTP/2 without TLS, on a separate port (<see cref="MockUpstreamHost.H2cUrl"/>), for clients with
    /// prior knowledge.
    /// </summary>
    public bool H2c { get; init; }

    /// <summary>
    /// A pause before each write so that a person can watch a stream (<c>serve --slow</c>); <see langword="null"/> for none.
    /// </summary>
    public TimeSpan? Slow { get; init; }

    /// <summary>
    /// Whether a <c>hold</c> step waits for the judge (<see langword="true"/>), or opens by itself after a short pause because the client
    /// is not observed (<c>serve</c>).
    /// </summary>
    public bool Judged { get; init; } = true;

    /// <summary>
    /// How long a write waits for the peer to read the one before it, where a case demands that; <see langword="null"/> for the default.
    /// </summary>
    internal TimeSpan? ReadPatience { get; init; }

    /// <summary>
    /// Whether a request after the last exchange of a turn gets that exchange again when it was a failure: relays differ in how often they
    /// ask again.
    /// </summary>
    public bool RepeatsFailures { get; init; }

    /// <summary>
    /// How long a request may take to arrive, head and body each. A request that takes longer is answered with 408 and its connection is
    /// closed.
    /// </summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The number of requests that <c>/__admin/requests</c> holds at most; the oldest are dropped.</summary>
    public int MostRequestsKept { get; init; } = 1_000;

    /// <summary>
    /// The bytes of bodies, of requests and answers, that <c>/__admin/requests</c> holds at most; the oldest requests are dropped.
    /// </summary>
    public long MostBytesKept { get; init; } = 32 * 1024 * 1024;

    /// <summary>
    /// The bearer token that <c>/__admin</c> requires; <see langword="null"/> for none. A host that listens beyond loopback without a token
    /// serves no <c>/__admin</c>.
    /// </summary>
    public string? AdminToken { get; init; }

    /// <summary>
    /// The vendor whose refusals are played before every answer whose case names no other; <see langword="null"/> for none.
    /// </summary>
    public StrictVendor? As { get; init; }

    /// <summary>Whether <c>GET /</c> serves a page that shows requests, streams and gates while they happen.</summary>
    public bool HasPage { get; init; }

    /// <summary>Whether a chat request that matches no case is answered with the text of its last user message, instead of 404.</summary>
    public bool EchoesUnmatched { get; init; }

    /// <summary>
    /// Called once for each request, admin API apart, after its answer has ended. Called from several threads; must not throw.
    /// </summary>
    public Action<ServedRequest>? Served { get; init; }

    /// <summary>The clock of every timestamp.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
