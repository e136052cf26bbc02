using System.IO.Compression;

namespace Relay.Exchange;

/// <summary>The bytes of an upstream answer, decompressed when its headers say that they are compressed.</summary>
internal static class UpstreamBody
{
    /// <summary>Opens the body of an answer.</summary>
    /// <param name="content">The answer's content.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The bytes, and whether waiting for them with an empty buffer works.</returns>
    /// <exception cref="InvalidDataException">They are compressed in a way the relay does not know. It never asks for any.</exception>
    public static async Task<(Stream Body, bool CanWaitEmpty)> OpenAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var body = await content.ReadAsStreamAsync(cancellationToken);
        return content.Headers.ContentEncoding.LastOrDefault()?.ToLowerInvariant() switch
        {
            null or "" or "identity" => (body, true),
            "gzip" or "x-gzip" => (new GZipStream(body, CompressionMode.Decompress), false),
            "br" => (new BrotliBody(body), false),
            "deflate" => (new ZLibStream(body, CompressionMode.Decompress), false),
            var unknown => throw new InvalidDataException($"Content-Encoding: {unknown}"),
        };
    }
}
