namespace Relay.Contract;

/// <summary>The kinds of endings.</summary>
public enum UpstreamEndingKind
{
    /// <summary>The sentinel was seen.</summary>
    Done,

    /// <summary>The body ended without the sentinel.</summary>
    Closed,

    /// <summary>The grace time after a finish reason ran out.</summary>
    GraceOver,

    /// <summary>A content filter kept the upstream from answering.</summary>
    Filtered,

    /// <summary>A named failure.</summary>
    Failed,
}
