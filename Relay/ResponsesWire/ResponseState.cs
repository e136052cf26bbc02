using Relay.Contract;

namespace Relay.ResponsesWire;

/// <summary>What changes in a response object over its life.</summary>
internal sealed record ResponseState
{
    /// <summary>As the response begins.</summary>
    public static ResponseState InProgress { get; } = new() { Status = "in_progress" };

    /// <summary>Before it begins.</summary>
    public static ResponseState Queued { get; } = new() { Status = "queued" };

    public required string Status { get; init; }

    public long? CompletedAt { get; init; }

    public string? IncompleteReason { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>The items as JSON, in order.</summary>
    public IReadOnlyList<byte[]> Output { get; init; } = [];

    public TokenUsage? Usage { get; init; }
}
