using MockUpstream.Compiling;
using MockUpstream.Contract;
using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>Sends an answer to its client.</summary>
internal interface IAnswerLine
{
    /// <summary>Sends status and headers now; does nothing the second time, or when the answer has none.</summary>
    Task SendHeadersAsync(CancellationToken cancellationToken);

    /// <summary>Sends the bytes of a write, and returns when the kernel has them.</summary>
    /// <returns>The weakest boundary inside the write; <see langword="null"/> if it was one send.</returns>
    ValueTask<WriteBoundary?> SendAsync(WritePiece write, CancellationToken cancellationToken);

    /// <summary>Waits for the boundary behind the sent bytes.</summary>
    ValueTask<WriteBoundary> SettleAsync(Settle settle, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the answer in one of the ways that do end it (not <see cref="CloseKind.Never"/>), after everything before has left the process.
    /// </summary>
    Task EndAsync(CloseKind kind, CancellationToken cancellationToken);
}
