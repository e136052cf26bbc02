namespace Relay.Options;

/// <summary>How often, and after which wait, a call that the upstream refused is made again.</summary>
public sealed record RelayRetries
{
    /// <summary>At most so many calls after the first; zero for none.</summary>
    public int Max { get; init; } = 2;

    /// <summary>Where the upstream names no wait, the first one is up to this long, each further one up to twice the one before; under <c>retry_rules=codex_core</c> it is about this long.</summary>
    public TimeSpan Base { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A longer wait is left to the client, who is told what the upstream said.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromSeconds(10);
}
