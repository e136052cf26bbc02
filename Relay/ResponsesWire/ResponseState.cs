using System.Buffers;
using Relay.Contract;

namespace Relay.ResponsesWire;

/// <summary>Contains the members of a response object that change.</summary>
internal sealed record ResponseState
{
    /// <summary>The state at the start of a response.</summary>
    public static ResponseState InProgress { get; } = new() { Status = "in_progress" };

    /// <summary>The state of a response that is queued.</summary>
    public static ResponseState Queued { get; } = new() { Status = "queued" };

    public required string Status { get; init; }

    public long? CompletedAt { get; init; }

    public string? IncompleteReason { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorMessage { get; init; }

    /// <summary>The items as JSON, in order.</summary>
    public IReadOnlyList<ReadOnlySequence<byte>> Output { get; init; } = [];

    public TokenUsage? Usage { get; init; }
}
