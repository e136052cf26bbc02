using Microsoft.AspNetCore.Http;
using Relay.Contract;
using Relay.Json;

namespace Relay.Http;

/// <summary>Reads a client's request body, up to the maximum size.</summary>
internal static class ClientRequestReader
{
    private const int FirstRead = 16 * 1024;

    /// <summary>Reads the body into <paramref name="body"/>.</summary>
    /// <returns>The error, or <see langword="null"/>.</returns>
    public static async Task<ApiError?> ReadAsync(HttpRequest request, PooledBuffer body, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.Headers.ContentEncoding.Count > 0)
        {
            return ApiError.InvalidRequest(
                "unsupported_content_encoding", "The request body must not be compressed.", "", StatusCodes.Status415UnsupportedMediaType);
        }

        if (request.ContentLength > maxBytes)
        {
            return TooLarge(maxBytes);
        }

        try
        {
            while (true)
            {
                var count = await request.Body.ReadAsync(
                    body.GetMemory((int)Math.Clamp(request.ContentLength - body.Count ?? FirstRead, 1, maxBytes)), cancellationToken);
                if (count == 0)
                {
                    return null;
                }

                body.Advance(count);
                if (body.Count > maxBytes)
                {
                    return TooLarge(maxBytes);
                }
            }
        }
        catch (IOException) when (!cancellationToken.IsCancellationRequested)
        {
            // Also what Kestrel throws for a size of a chunk beyond 31 bits.
            return ApiError.InvalidRequest("invalid_request_body", "The request body could not be read completely.", "");
        }
    }

    private static ApiError TooLarge(int maxBytes) =>
        ApiError.InvalidRequest(
            "request_too_large", $"The request body is larger than {maxBytes} bytes.", "", StatusCodes.Status413PayloadTooLarge);
}
