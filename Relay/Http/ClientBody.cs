using Microsoft.AspNetCore.Http;

namespace Relay.Http;

/// <summary>Writes bodies in pieces, because the server copies what the client has not read yet.</summary>
internal static class ClientBody
{
    private const int PieceSize = 64 * 1024;

    // A client that is gone is reported by its token, which another thread cancels.
    private static readonly TimeSpan LongestNotice = TimeSpan.FromSeconds(30);

    /// <summary>Writes bytes, and waits while the client reads slowly.</summary>
    /// <remarks>A client that leaves at the last byte of a body of known length counts as having it.</remarks>
    /// <exception cref="OperationCanceledException">The client is gone.</exception>
    /// <exception cref="IOException">The client is gone.</exception>
    public static async ValueTask WriteInPiecesAsync(
        this HttpResponse response, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        do
        {
            // One call writes and flushes; Kestrel has copied or sent the bytes when it completes.
            var piece = bytes[..Math.Min(bytes.Length, PieceSize)];
            var flushed = await response.BodyWriter.WriteAsync(piece, cancellationToken);
            if (flushed.IsCompleted)
            {
                // The server reports no client as gone after the last byte of a body whose length it knows.
                if (piece.Length == bytes.Length && response.ContentLength is not null)
                {
                    return;
                }

                await Task.Delay(LongestNotice, cancellationToken);
                throw new IOException("The client is gone.");
            }

            bytes = bytes[piece.Length..];
        }
        while (!bytes.IsEmpty);
    }
}
