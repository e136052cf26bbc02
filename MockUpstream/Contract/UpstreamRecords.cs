using Scenarios.Model;

namespace MockUpstream.Contract;

/// <summary>One request that reached the mock. Timestamps are <see cref="TimeProvider.GetTimestamp"/> of the host's clock.</summary>
/// <param name="At">The time when the whole request had been read.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query as sent.</param>
/// <param name="Headers">
/// All headers in order, with credentials replaced by <c>***</c>, and the key of the case's client by <c>$key</c>.
/// </param>
/// <param name="Body">The body, byte for byte.</param>
public sealed record ReceivedRequest(
    long At, string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body);

/// <summary>One write the mock made, which is one send on the socket.</summary>
/// <param name="At">The time when the send had been handed to the kernel.</param>
/// <param name="Step">The step's number within its exchange; 0 for a body without steps.</param>
/// <param name="Place">The step's place in its file.</param>
/// <param name="Bytes">The bytes of the body (before compression, without HTTP's chunk framing).</param>
public sealed record SentWrite(long At, int Step, SourcePlace Place, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The boundary behind the write, if it is known.</summary>
    public WriteBoundary Boundary { get; init; }
}

/// <summary>The boundary between a write and the bytes that follow it.</summary>
public enum WriteBoundary
{
    /// <summary>The write was one send, and the mock did not check whether the peer had read it before the next.</summary>
    Sent,

    /// <summary>The peer had read every byte of the write before anything else was sent.</summary>
    Proven,

    /// <summary>Proof was requested and not obtained: the peer did not read in time, or the kernel cannot answer.</summary>
    NotProven,
}

/// <summary>One request and its answer.</summary>
public sealed record ExchangeRecord
{
    /// <summary>The request.</summary>
    public required ReceivedRequest Request { get; init; }

    /// <summary>
    /// Which exchange of the turn answered, from 0; <see langword="null"/> when the turn had none left and the answer was 404.
    /// </summary>
    public required int? Exchange { get; init; }

    /// <summary>
    /// The reason why a strict vendor rejected the request; <see langword="null"/> when it was answered. A rejection does not use up the
    /// exchange.
    /// </summary>
    public Refused? Refused { get; init; }

    /// <summary>The status sent; 0 if the mock sent no head.</summary>
    public required int Status { get; init; }

    /// <summary>The headers sent.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The writes in order.</summary>
    public required IReadOnlyList<SentWrite> Writes { get; init; }

    /// <summary>Whether every step was played to its end.</summary>
    public required bool Completed { get; init; }

    /// <summary>
    /// The number of the step at which playing stopped, if it did not complete (such as a <c>hold</c> that never opened).
    /// </summary>
    public int? StoppedAtStep { get; init; }

    /// <summary>
    /// When the mock saw its peer go away before the answer was complete, or while it held the connection open; else
    /// <see langword="null"/>.
    /// </summary>
    public long? PeerGoneAt { get; init; }

    /// <summary>The time when the mock itself ended the connection or the answer; <see langword="null"/> when the peer was first.</summary>
    public long? EndedAt { get; init; }
}

/// <summary>The exchanges of the mock in one turn, in the order of the requests.</summary>
public sealed record UpstreamRecord(IReadOnlyList<ExchangeRecord> Exchanges)
{
    /// <summary>Requests of the case that asked for another path or method than a chat completion, and were refused with 404.</summary>
    public IReadOnlyList<ReceivedRequest> Strays { get; init; } = [];
}
