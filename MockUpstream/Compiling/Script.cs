using Scenarios.Model;

namespace MockUpstream.Compiling;

/// <summary>The mock's actions for one exchange, with every byte decided. <c>show</c> prints them and the player performs them.</summary>
/// <param name="Pieces">
/// The pieces in order. The rounds of a repeat are made as they are asked for, so that a script of any length needs little memory; pieces
/// that are equal in every round are the same object.
/// </param>
public sealed record Script(IEnumerable<ScriptPiece> Pieces);

/// <summary>One piece of a script. A closed family.</summary>
/// <param name="Step">The step it comes from; for the bytes of a burst, the burst.</param>
public abstract record ScriptPiece(UpstreamStep Step);

/// <summary>One write, which is one send on the socket. Without bytes it sends the headers of the answer and nothing else.</summary>
public sealed record WritePiece(UpstreamStep Step, ReadOnlyMemory<byte> Bytes) : ScriptPiece(Step)
{
    /// <summary>The condition to wait for after the write; <see langword="null"/> for none.</summary>
    public Settle? Settle { get; init; }

    /// <summary>Whether the bytes go past HTTP: no chunk framing, no compression.</summary>
    public bool PastHttp { get; init; }

    /// <summary>
    /// Where the compressed bytes are cut; <see langword="null"/> for nowhere. Bytes that are not compressed are cut already.
    /// </summary>
    public Split? Split { get; init; }
}

/// <summary>A pause counted from the deadline of the pause before.</summary>
public sealed record WaitPiece(UpstreamStep Step, TimeSpan Time) : ScriptPiece(Step);

/// <summary>Waits until the client has seen the event.</summary>
public sealed record HoldPiece(UpstreamStep Step, EventCount Until) : ScriptPiece(Step);

/// <summary>Waits until the gate is released.</summary>
public sealed record GatePiece(UpstreamStep Step, string Name) : ScriptPiece(Step);

/// <summary>Silence for a time counted from now; without a time until the case ends.</summary>
public sealed record StallPiece(UpstreamStep Step, TimeSpan? Time = null) : ScriptPiece(Step);

/// <summary>The end of the connection.</summary>
public sealed record ClosePiece(UpstreamStep Step, CloseKind Kind) : ScriptPiece(Step);
