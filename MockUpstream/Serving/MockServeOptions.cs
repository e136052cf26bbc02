namespace MockUpstream.Serving;

/// <summary>The options of the stand-alone mock.</summary>
public sealed record MockServeOptions
{
    /// <summary>The port; 0 for one the system picks.</summary>
    public int Port { get; init; } = 9000;

    /// <summary>The address to listen on.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The strict vendor whose refusals are played (<c>--as VENDOR</c>); <see langword="null"/> for none.</summary>
    public string? As { get; init; }

    /// <summary>A pause before each write, or <see langword="null"/> for none.</summary>
    public TimeSpan? Slow { get; init; }

    /// <summary>Whether a chat request that matches no case is answered with its own last user text, instead of 404.</summary>
    public bool EchoesUnmatched { get; init; }

    /// <summary>
    /// The token that <c>/__admin</c> requires. <see langword="null"/> for none on loopback; beyond loopback one is made then, and printed.
    /// </summary>
    public string? AdminToken { get; init; }

    /// <summary>Whether HTTPS is served too, on a separate port.</summary>
    public bool Tls { get; init; }

    /// <summary>Whether HTTP/2 without TLS is served too, on a separate port.</summary>
    public bool H2c { get; init; }

    /// <summary>Whether the folder is watched, and a file that changes is served anew.</summary>
    public bool Watches { get; init; } = true;

    /// <summary>Whether colour codes may be written.</summary>
    public bool HasColor { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
