namespace Conformance.Results;

/// <summary>The file <c>answer.json</c>: what the relay answered besides its body, and to what.</summary>
internal sealed record AnswerFile(string RequestLine, int? Status, string End, IReadOnlyList<KeyValuePair<string, string>> Headers);

/// <summary>The file <c>exchange.json</c>: one request that reached the mock and the head of its answer.</summary>
internal sealed record ExchangeFile(
    string RequestLine, IReadOnlyList<KeyValuePair<string, string>> RequestHeaders, int Status, IReadOnlyList<KeyValuePair<string, string>> Headers);

/// <summary>A line of <c>writes.jsonl</c>: the bytes as text where they are whole UTF-8, else as base64.</summary>
internal sealed record WriteLine(long AtUs, int Step, int Line, string? Text, byte[]? Base64);
