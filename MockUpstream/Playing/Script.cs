using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>What the mock will do for one exchange, with every byte decided: what <c>show</c> prints and the player walks.</summary>
/// <param name="Pieces">The pieces in order; repeats are unrolled. Pieces that are equal in every round of a repeat are the same object.</param>
public sealed record Script(IReadOnlyList<ScriptPiece> Pieces);

/// <summary>One piece of a script. A closed family.</summary>
/// <param name="Step">The step it comes from; for the bytes of a burst, the burst.</param>
public abstract record ScriptPiece(UpstreamStep Step);

/// <summary>One write, which is one send on the socket. Without bytes it sends the headers of the answer and nothing else.</summary>
public sealed record WritePiece(UpstreamStep Step, ReadOnlyMemory<byte> Bytes) : ScriptPiece(Step)
{
    /// <summary>The pause after the write, counted from its end; <see langword="null"/> for none.</summary>
    public TimeSpan? Settle { get; init; }
}

/// <summary>A pause counted from the deadline of the pause before.</summary>
public sealed record WaitPiece(UpstreamStep Step, TimeSpan Time) : ScriptPiece(Step);

/// <summary>Waits until the client has seen the event.</summary>
public sealed record HoldPiece(UpstreamStep Step, EventCount Until) : ScriptPiece(Step);

/// <summary>Silence until the case ends.</summary>
public sealed record StallPiece(UpstreamStep Step) : ScriptPiece(Step);

/// <summary>The end of the connection.</summary>
public sealed record ClosePiece(UpstreamStep Step, CloseKind Kind) : ScriptPiece(Step);
