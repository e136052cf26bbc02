using MockUpstream.Observing;
using MockUpstream.Playing;
using Scenarios.Model;

namespace MockUpstream.Answering;

/// <summary>A line that notes for the request log what goes out on it.</summary>
internal sealed class NotedLine(IAnswerLine line, PlayedAnswer played) : IAnswerLine
{
    /// <inheritdoc/>
    public Task SendHeadersAsync(CancellationToken cancellationToken) => line.SendHeadersAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await line.SendAsync(bytes, cancellationToken);
        played.Add(bytes);
    }

    /// <inheritdoc/>
    public Task EndAsync(CloseKind kind, CancellationToken cancellationToken) => line.EndAsync(kind, cancellationToken);
}
