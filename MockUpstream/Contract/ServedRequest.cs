namespace MockUpstream.Contract;

/// <summary>One request that was served, in figures.</summary>
/// <param name="Id">Its number in the life of the host, from 1.</param>
/// <param name="At">The time when the whole request had arrived.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query, with credentials masked.</param>
/// <param name="Case">The key of the case that answered; <see langword="null"/> when none did.</param>
/// <param name="Status">The HTTP status; 0 when the connection ended before one was sent.</param>
/// <param name="Writes">The number of writes.</param>
/// <param name="Bytes">The bytes of the body that were sent, before compression.</param>
/// <param name="Duration">The time from the whole request to the end of the answer.</param>
/// <param name="End">The end of the answer, in words.</param>
/// <param name="IsWhole">Whether it was played to its end.</param>
public sealed record ServedRequest(
    long Id,
    DateTimeOffset At,
    string Method,
    string Path,
    string? Case,
    int Status,
    int Writes,
    long Bytes,
    TimeSpan Duration,
    string End,
    bool IsWhole);
