using Scenarios.Model;

namespace MockUpstream.Playing;

/// <summary>The line on which an answer goes out.</summary>
internal interface IAnswerLine
{
    /// <summary>Sends status and headers now; does nothing the second time.</summary>
    Task SendHeadersAsync(CancellationToken cancellationToken);

    /// <summary>Sends these bytes in one send, and returns when the kernel has them.</summary>
    Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Ends the answer in one of the ways that do end it (not <see cref="CloseKind.Never"/>), after everything before has left the process.</summary>
    Task EndAsync(CloseKind kind, CancellationToken cancellationToken);
}
