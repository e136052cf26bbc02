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

    private const string Responses = "/v1/responses";

    /// <summary>Whether the body is sent in chunks of HTTP instead of with its length.</summary>
    public bool IsChunked { get; init; }

    /// <summary>The number of bytes after which the client stops to send; <see langword="null"/> when it sends all.</summary>
    public int? CutAt { get; init; }

    /// <summary>The method and the path, with <c>{id}</c> for the id.</summary>
    public string Endpoint
    {
        get
        {
            var words = Path.Split('/');
            return words is ["", "v1", "responses", { Length: > 0 }, ..]
                ? $"{Method} {Responses}/{{id}}{string.Concat(words.Skip(4).Select(static word => "/" + word))}"
                : $"{Method} {Path}";
        }
    }

    /// <summary>Whether the method is one that the API has.</summary>
    public bool HasKnownMethod => Method is "GET" or "POST" or "DELETE";

    /// <summary>Whether the path is one that the API documents.</summary>
    public bool IsOfTheApi =>
        Path is Responses or "/v1/models" || Path.StartsWith(Responses + "/", StringComparison.Ordinal);

    /// <summary>Whether the request asks for a new response.</summary>
    public bool CreatesResponse => Method == "POST" && Path.TrimEnd('/') is (Responses or "/responses");

    private string Path => Target.Split('?', 2)[0];
}
