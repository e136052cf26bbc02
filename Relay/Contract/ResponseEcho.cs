using System.Text.Json;

namespace Relay.Contract;

/// <summary>The request members that the response object repeats, and its identity, which never changes (V21).</summary>
public sealed record ResponseEcho
{
    /// <summary>The response's id, <c>resp_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Seconds since 1970, an integer.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>The model the client asked for.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// The request's members as the client sent them, to be echoed with the specification's defaults where absent: <c>instructions,
    /// max_output_tokens, metadata, parallel_tool_calls, previous_response_id, reasoning, temperature, text, tool_choice, tools, top_p,
    /// truncation, user, store, service_tier, prompt_cache_key, safety_identifier, max_tool_calls, top_logprobs, presence_penalty,
    /// frequency_penalty, background</c>.
    /// </summary>
    public required JsonElement Request { get; init; }

    /// <summary>Whether the client asked for logprobs (<c>include</c> has <c>message.output_text.logprobs</c>).</summary>
    public bool Logprobs { get; init; }

    /// <summary>
    /// Whether the client carries reasoning (<c>include</c> has <c>reasoning.encrypted_content</c>): its items get
    /// <c>encrypted_content</c>.
    /// </summary>
    public bool EncryptsReasoning { get; init; }

    /// <summary>Whether the relay stores the items; it then encrypts reasoning even if the client did not request that.</summary>
    public bool KeepsReasoning { get; init; }

    /// <summary>Whether the answer of the upstream is the summary that a compaction contains.</summary>
    public CompactionForm Compaction { get; init; }

    /// <summary>The names of the declared tools, as the vendor knows them.</summary>
    public IReadOnlySet<string> DeclaredTools { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>
    /// The client's declarations of tools, by their names in the chat request, for tools that have another name or form there.
    /// </summary>
    public IReadOnlyDictionary<string, ToolOrigin> ToolOrigins { get; init; } = new Dictionary<string, ToolOrigin>(StringComparer.Ordinal);
}
