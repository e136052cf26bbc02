namespace Relay.Contract;

/// <summary>The tokens an answer cost. <see cref="Total"/> is the vendor's own number where there is one (Q106).</summary>
public readonly record struct TokenUsage(long Input, long Cached, long Output, long Reasoning, long Total)
{
    /// <summary>The tokens of the input that were written to the vendor's cache.</summary>
    public long CacheWrite { get; init; }
}
