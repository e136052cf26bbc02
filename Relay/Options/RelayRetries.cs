namespace Relay.Options;

/// <summary>How often and after which delay a refused call to the upstream is retried.</summary>
public sealed record RelayRetries
{
    /// <summary>The maximum number of retries; zero for none.</summary>
    public int Max { get; init; } = 2;

    /// <summary>The maximum of the first delay if the upstream names none; each further maximum is twice the one before.</summary>
    public TimeSpan Base { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The maximum delay. A longer one is not waited for: the client receives the upstream's error.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromSeconds(10);
}
