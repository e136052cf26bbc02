using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>What the mock will do for one exchange, with every byte decided: what <c>show</c> prints and the player walks.</summary>
/// <param name="Pieces">The pieces in order; repeats are unrolled.</param>
public sealed record Script(IReadOnlyList<ScriptPiece> Pieces);

/// <summary>One piece of a script. A closed family.</summary>
/// <param name="Step">The step it comes from.</param>
public abstract record ScriptPiece(UpstreamStep Step);

/// <summary>One write, which is one send on the socket.</summary>
public sealed record WritePiece(UpstreamStep Step, ReadOnlyMemory<byte> Bytes) : ScriptPiece(Step);

/// <summary>A pause counted from the deadline of the pause before.</summary>
public sealed record WaitPiece(UpstreamStep Step, TimeSpan Time) : ScriptPiece(Step);

/// <summary>Waits until the client has seen the event.</summary>
public sealed record HoldPiece(UpstreamStep Step, EventCount Until) : ScriptPiece(Step);

/// <summary>Silence until the case ends.</summary>
public sealed record StallPiece(UpstreamStep Step) : ScriptPiece(Step);

/// <summary>The end of the connection.</summary>
public sealed record ClosePiece(UpstreamStep Step, CloseKind Kind) : ScriptPiece(Step);
