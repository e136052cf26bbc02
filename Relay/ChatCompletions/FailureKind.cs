namespace Relay.ChatCompletions;

/// <summary>Specifies the causes of failures that clients act on, or that have a status of their own.</summary>
internal enum FailureKind
{
    Unknown,
    ContextLength,
    Quota,
    RateLimit,
    Overloaded,
    ContentFilter,
    ModelNotFound,
    InvalidKey,
    Timeout,
}
