using Microsoft.AspNetCore.Http;
using Relay.Contract;
using Relay.Exchange;
using Relay.Json;

namespace Relay.Http;

/// <summary>Reads a client's request body and decompresses it, up to the maximum size.</summary>
internal static class ClientRequestReader
{
    private const int FirstRead = 16 * 1024;

    // A client that has sent so much gets an array of the length that it announced.
    private const int Believed = 1024 * 1024;

    // So much is read before other connections of the same socket thread have their turn: a fast client's bytes never run out.
    private const int MostAtOnce = 128 * 1024;

    /// <summary>Reads the body into <paramref name="body"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">Receives the bytes.</param>
    /// <param name="maxBytes">The maximum size, before and after decompression.</param>
    /// <param name="room">Holds the bytes that were received. A client cannot take up room by a promise.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The error, or <see langword="null"/>.</returns>
    public static async Task<ApiError?> ReadAsync(
        HttpRequest request, PooledBuffer body, int maxBytes, BodyRoom room, CancellationToken cancellationToken)
    {
        var codings = BodyDecoder.ReadCodings(request.Headers.ContentEncoding, out var problem);
        if (problem is not null || codings.Count == 0)
        {
            return problem ?? await ReadBytesAsync(request, body, maxBytes, room, cancellationToken);
        }

        using var compressed = new PooledBuffer();
        problem = await ReadBytesAsync(request, compressed, maxBytes, room, cancellationToken);
        if (problem is not null)
        {
            return problem;
        }

        // Away from the socket's thread: a small body may become a large one.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        return BodyDecoder.Decode(compressed, codings, body, maxBytes, room);
    }

    /// <summary>Returns the error of a body beyond the maximum size.</summary>
    internal static ApiError TooLarge(int maxBytes) =>
        ApiError.InvalidRequest(
            "request_too_large", $"The request body is larger than {maxBytes} bytes.", "", StatusCodes.Status413PayloadTooLarge);

    private static async Task<ApiError?> ReadBytesAsync(
        HttpRequest request, PooledBuffer body, int maxBytes, BodyRoom room, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            return TooLarge(maxBytes);
        }

        try
        {
            var yieldedAt = 0;
            while (true)
            {
                if (body.Count - yieldedAt > MostAtOnce)
                {
                    yieldedAt = body.Count;
                    await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                }

                var rest = request.ContentLength - body.Count ?? FirstRead;
                var wanted = body.Count < Believed ? Math.Min(rest, Math.Max(FirstRead, body.Count)) : rest;
                var count = await request.Body.ReadAsync(body.GetMemory((int)Math.Clamp(wanted, 1, maxBytes)), cancellationToken);
                if (count == 0)
                {
                    return null;
                }

                body.Advance(count);
                if (body.Count > maxBytes)
                {
                    return TooLarge(maxBytes);
                }

                if (!room.TryHold(body.Count))
                {
                    return Failures.TooManyBytes;
                }
            }
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            // Also what Kestrel throws for a size of a chunk beyond 31 bits.
            return ApiError.InvalidRequest("invalid_request_body", "The request body could not be read completely.", "");
        }
    }
}
