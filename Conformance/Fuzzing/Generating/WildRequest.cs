namespace Conformance.Fuzzing.Generating;

/// <summary>A request that a client might send by mistake or in bad faith. Its HTTP is sound, unless its body is cut.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The path and the query, percent-encoded; <see cref="KnownId"/> stands for the id of a stored response.</param>
/// <param name="Headers">The headers besides the host and the framing of the body.</param>
/// <param name="Body">The body; <see langword="null"/> for none. It may hold <see cref="KnownId"/> too.</param>
internal sealed record WildRequest(
    string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[]? Body)
{
    /// <summary>Stands for the id of a response that is stored.</summary>
    public const string KnownId = "resp_$known";

    /// <summary>Whether the body is sent in chunks of HTTP instead of with its length.</summary>
    public bool IsChunked { get; init; }

    /// <summary>The number of bytes after which the client stops to send; <see langword="null"/> when it sends all.</summary>
    public int? CutAt { get; init; }
}
