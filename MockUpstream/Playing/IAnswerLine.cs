using MockUpstream.Compiling;
using MockUpstream.Contract;
using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>The line on which an answer goes out.</summary>
internal interface IAnswerLine
{
    /// <summary>Sends status and headers now; does nothing the second time, or when the answer has none.</summary>
    Task SendHeadersAsync(CancellationToken cancellationToken);

    /// <summary>Sends the bytes of a write, and returns when the kernel has them.</summary>
    /// <returns>The least that is known of the boundaries inside the write; <see langword="null"/> when it went out in one send.</returns>
    ValueTask<WriteBoundary?> SendAsync(WritePiece write, CancellationToken cancellationToken);

    /// <summary>Waits for the boundary behind what was sent.</summary>
    ValueTask<WriteBoundary> SettleAsync(Settle settle, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the answer in one of the ways that do end it (not <see cref="CloseKind.Never"/>), after everything before has left the process.
    /// </summary>
    Task EndAsync(CloseKind kind, CancellationToken cancellationToken);
}
