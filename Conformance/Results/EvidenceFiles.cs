namespace Conformance.Results;

/// <summary>The file <c>answer.json</c>: what the relay answered besides its body, and to what.</summary>
/// <param name="KeptBytes">How many bytes of the body are in its file, when it was cut; the line that says so follows them.</param>
/// <param name="TotalBytes">How many bytes were read, when the body was cut.</param>
/// <param name="TotalEvents">How many events there were, when their file has only the first.</param>
internal sealed record AnswerFile(
    string RequestLine,
    int? Status,
    string End,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    long? KeptBytes = null,
    long? TotalBytes = null,
    int? TotalEvents = null);

/// <summary>The file <c>exchange.json</c>: one request that reached the mock and the head of its answer.</summary>
internal sealed record ExchangeFile(
    string RequestLine,
    IReadOnlyList<KeyValuePair<string, string>> RequestHeaders,
    int Status,
    IReadOnlyList<KeyValuePair<string, string>> Headers);

/// <summary>A line of <c>writes.jsonl</c>: the bytes as text where they are whole UTF-8, else as base64.</summary>
/// <param name="Boundary">What is known of the boundary behind the write; left out for <c>sent</c>.</param>
internal sealed record WriteLine(long AtUs, int Step, int Line, string? Text, byte[]? Base64, string? Boundary = null);
