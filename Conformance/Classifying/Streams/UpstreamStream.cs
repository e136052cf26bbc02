using System.Text.Json;

namespace Conformance.Classifying.Streams;

/// <summary>One answer of a vendor, as it was recorded, saved or scripted.</summary>
public sealed record UpstreamStream
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The answer's headers, names in lower case; <see langword="null"/> when they are not known.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Headers { get; init; }

    /// <summary>The body without HTTP's chunk framing, uncompressed.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The pieces in which the body arrived; empty when that is not known.</summary>
    public IReadOnlyList<StreamPiece> Pieces { get; init; } = [];

    /// <summary>The end of the answer.</summary>
    public StreamEnding Ending { get; init; } = StreamEnding.Unknown;

    /// <summary>The time that the connection was silent after the last byte.</summary>
    public TimeSpan SilenceAtEnd { get; init; }

    /// <summary>The time that the headers took.</summary>
    public TimeSpan HeadersAfter { get; init; }

    /// <summary>The chat request; JSON's absent value when it is not known.</summary>
    public JsonElement Request { get; init; }

    /// <summary>Returns the first value of a header.</summary>
    public string? GetHeader(string name) =>
        Headers?.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}

/// <summary>One piece of a body.</summary>
/// <param name="Offset">The offset of its first byte.</param>
/// <param name="Length">The number of bytes it has.</param>
/// <param name="At">The time when it arrived, counted from the request.</param>
public readonly record struct StreamPiece(int Offset, int Length, TimeSpan At);

/// <summary>The ways in which an answer ended.</summary>
public enum StreamEnding
{
    /// <summary>It is not known.</summary>
    Unknown,

    /// <summary>In HTTP's own way.</summary>
    Clean,

    /// <summary>The connection closed before the body was whole.</summary>
    Truncated,

    /// <summary>The connection was reset.</summary>
    Reset,

    /// <summary>The connection stayed open until the client left.</summary>
    Open,
}
