namespace Conformance.Capturing;

/// <summary>
/// One exchange between a client and a vendor as it passed through the recorder. Times are counted from the moment at which the whole
/// request had been sent.
/// </summary>
internal sealed record CapturedExchange
{
    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path without its query, which may hold a key.</summary>
    public required string Path { get; init; }

    /// <summary>The request's headers, credentials included: for redaction only, never for a file.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> RequestHeaders { get; init; } = [];

    /// <summary>The request's body, byte for byte.</summary>
    public ReadOnlyMemory<byte> RequestBody { get; init; }

    /// <summary>The status; <see langword="null"/> when no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>The answer's headers in order, names in lower case.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The answer's body without HTTP's chunk framing.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The reads that brought the body; they follow each other without gaps.</summary>
    public IReadOnlyList<CapturedRead> Reads { get; init; } = [];

    /// <summary>The time when the headers were there.</summary>
    public TimeSpan HeadersAt { get; init; }

    /// <summary>The end of the answer.</summary>
    public required CaptureEnd End { get; init; }

    /// <summary>The time when it ended.</summary>
    public TimeSpan EndedAt { get; init; }

    /// <summary>
    /// The coding that <see cref="Body"/> had on the wire and has no longer; <see langword="null"/> when it is as it came.
    /// </summary>
    public string? DecodedFrom { get; init; }

    /// <summary>Returns the first value of a header of the answer.</summary>
    public string? GetHeader(string name) => Headers.FirstOrDefault(header => header.Key == name).Value;
}

/// <summary>One read of a body.</summary>
/// <param name="At">The time when it returned.</param>
/// <param name="Offset">The offset of its first byte.</param>
/// <param name="Length">The number of bytes it brought.</param>
internal readonly record struct CapturedRead(TimeSpan At, int Offset, int Length)
{
    /// <summary>The offset behind its last byte.</summary>
    public int End => Offset + Length;
}

/// <summary>The ways in which a captured answer ends.</summary>
internal enum CaptureEnd
{
    /// <summary>The vendor ended it in HTTP's own way.</summary>
    Clean,

    /// <summary>The vendor's connection was reset.</summary>
    Reset,

    /// <summary>The vendor closed the connection before the body was whole.</summary>
    Truncated,

    /// <summary>The client closed the connection first.</summary>
    ClientGone,
}
