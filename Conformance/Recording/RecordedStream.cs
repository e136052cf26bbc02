namespace Conformance.Recording;

/// <summary>
/// One answer of a relay exactly as it arrived: status, headers, bytes, and when each read returned.
/// Timestamps are <see cref="TimeProvider.GetTimestamp"/>, the same clock as the mock's.
/// </summary>
public sealed record RecordedStream
{
    /// <summary>The time when the request had been handed over.</summary>
    public required long SentAt { get; init; }

    /// <summary>The time when the response headers were there; <see langword="null"/> when none came.</summary>
    public long? HeadersAt { get; init; }

    /// <summary>The HTTP status; <see langword="null"/> when no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>Response and content headers in order, names in lower case.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body, byte for byte, without HTTP's chunk framing; only its beginning when the answer exceeds a limit.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The limit that the answer exceeds; <see langword="null"/> when it was read as a whole.</summary>
    public AnswerExcess? Excess { get; init; }

    /// <summary>Each read that returned bytes.</summary>
    public IReadOnlyList<BodyRead> Reads { get; init; } = [];

    /// <summary>The end of the answer.</summary>
    public required StreamEnd End { get; init; }

    /// <summary>The time when it ended.</summary>
    public required long EndedAt { get; init; }

    /// <summary>The transport's own words when it broke; never holds a secret.</summary>
    public string? EndDetail { get; init; }

    /// <summary>Returns the first value of a header by its lower-case name.</summary>
    public string? GetHeader(string name) =>
        Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>One read of the body.</summary>
/// <param name="At">The time when it returned.</param>
/// <param name="Offset">The offset of its first byte in the body.</param>
/// <param name="Length">The number of bytes it brought.</param>
public readonly record struct BodyRead(long At, long Offset, int Length);

/// <summary>The ways in which an answer ended.</summary>
public enum StreamEnd
{
    /// <summary>The relay ended it in HTTP's own way.</summary>
    Closed,

    /// <summary>The connection broke in the middle of the body.</summary>
    Broken,

    /// <summary>The case's time ran out while the connection was open.</summary>
    TimedOut,

    /// <summary>The client hung up, as the scenario requires.</summary>
    HungUp,

    /// <summary>No answer at all: refused, reset, or closed before the headers.</summary>
    NoAnswer,

    /// <summary>The answer exceeded a limit, so that reading stopped and the connection was closed.</summary>
    TooLarge,
}
