namespace Conformance.Capturing;

/// <summary>The address of a recorder and the destination of its recordings.</summary>
internal sealed record CapturingOptions
{
    /// <summary>The vendor's address.</summary>
    public required Uri To { get; init; }

    /// <summary>The port; 0 for one that is free.</summary>
    public int Port { get; init; }

    /// <summary>The address to listen on. Default: loopback.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>
    /// The largest number of bytes of request and answer that are stored for one exchange; a larger one is passed on and not recorded.
    /// </summary>
    public long MostBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Receives each exchange that has ended, before the client's connection is ended; must not block.</summary>
    public required Action<CapturedExchange> OnExchange { get; init; }

    /// <summary>Receives one sentence about each fault.</summary>
    public required Action<string> OnTrouble { get; init; }
}
