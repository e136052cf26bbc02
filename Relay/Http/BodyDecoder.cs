using System.IO.Compression;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Primitives;
using Relay.ChatCompletions;
using Relay.Contract;
using Relay.Exchange;
using Relay.Json;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Relay.Http;

/// <summary>Decompresses request bodies. Their limits hold for the result, so that a small body cannot become too large.</summary>
internal static class BodyDecoder
{
    /// <summary>The encodings that clients may use, as the header <c>Accept-Encoding</c> of an answer names them.</summary>
    public const string Accepted = "gzip, deflate, br, zstd";

    // Nobody compresses more often on purpose.
    private const int MostCodings = 3;

    // RFC 9659: a decoder needs no window above 8 MB, and a larger one would take memory that no limit counts.
    private const int LargestWindowLog = 23;

    private const int Piece = 64 * 1024;

    /// <summary>Reads the encodings, the outermost last. <c>identity</c> is none.</summary>
    public static IReadOnlyList<string> ReadCodings(StringValues header, out ApiError? problem)
    {
        problem = null;
        var codings = new List<string>();
        foreach (var name in header.SelectMany(static line => (line ?? "").Split(',')))
        {
            switch (name.Trim().ToLowerInvariant())
            {
                case "" or "identity":
                    break;
                case ("gzip" or "deflate" or "br" or "zstd") and var coding:
                    codings.Add(coding);
                    break;
                case "x-gzip":
                    codings.Add("gzip");
                    break;
                case var unknown:
                    problem = Refuse($"The content encoding '{VendorText.Clean(unknown, SecretWords.None)}' is not supported");
                    return [];
            }
        }

        problem = codings.Count > MostCodings ? Refuse($"The request body is compressed more than {MostCodings} times") : null;
        return codings;
    }

    /// <summary>Decompresses a body.</summary>
    /// <param name="compressed">The bytes that were received. They are cleared.</param>
    /// <param name="codings">The encodings, the outermost last.</param>
    /// <param name="body">Receives the bytes.</param>
    /// <param name="maxBytes">The maximum size.</param>
    /// <param name="room">Holds the bytes.</param>
    /// <returns>The error, or <see langword="null"/>.</returns>
    public static ApiError? Decode(PooledBuffer compressed, IReadOnlyList<string> codings, PooledBuffer body, int maxBytes, BodyRoom room)
    {
        for (var index = codings.Count - 1; index >= 0; index--)
        {
            if (Decode(compressed.WrittenMemory, codings[index], body, maxBytes, room) is { } problem)
            {
                return problem;
            }

            if (index > 0)
            {
                compressed.Clear();
                compressed.Append(body.Written);
                body.Clear();
            }
        }

        compressed.Clear();
        room.TryHold(body.Count);
        return null;
    }

    private static ApiError? Decode(ReadOnlyMemory<byte> compressed, string coding, PooledBuffer body, int maxBytes, BodyRoom room)
    {
        try
        {
            MemoryMarshal.TryGetArray(compressed, out var array);
            using var source = new MemoryStream(array.Array ?? [], array.Offset, array.Count, writable: false);
            using var decoded = Open(source, coding, compressed.Span);
            while (decoded.Read(body.GetSpan(Piece)[..Piece]) is var count and > 0)
            {
                body.Advance(count);
                if (body.Count > maxBytes)
                {
                    return ClientRequestReader.TooLarge(maxBytes);
                }

                if (!room.TryHold(compressed.Length + (long)body.Count))
                {
                    return Failures.TooManyBytes;
                }
            }

            return null;
        }
        catch (Exception exception) when (
            exception is InvalidDataException or InvalidOperationException or ZstdException or IOException)
        {
            return ApiError.InvalidRequest(
                "invalid_request_body", $"The request body could not be decompressed as {coding}, which its Content-Encoding names.", "");
        }
    }

    private static Stream Open(MemoryStream source, string coding, ReadOnlySpan<byte> bytes) => coding switch
    {
        "gzip" => new GZipStream(source, CompressionMode.Decompress),
        "br" => new BrotliStream(source, CompressionMode.Decompress),
        "zstd" => OpenZstd(source),

        // The name means the format of zlib, but some clients send what is inside it.
        _ => IsZlib(bytes) ? new ZLibStream(source, CompressionMode.Decompress) : new DeflateStream(source, CompressionMode.Decompress),
    };

    private static DecompressionStream OpenZstd(MemoryStream source)
    {
        var stream = new DecompressionStream(source);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, LargestWindowLog);
        return stream;
    }

    private static bool IsZlib(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && (bytes[0] & 0x0F) == 8 && ((bytes[0] << 8) | bytes[1]) % 31 == 0;

    private static ApiError Refuse(string what) => ApiError.InvalidRequest(
        "unsupported_content_encoding",
        $"{what}. Send it plain, or with one of: {Accepted}.",
        "",
        StatusCodes.Status415UnsupportedMediaType);
}
