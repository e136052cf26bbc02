namespace MockUpstream.Serving;

/// <summary>What is served, and how.</summary>
public sealed record MockServeOptions
{
    /// <summary>The folder with the scenarios.</summary>
    public required string Scenarios { get; init; }

    /// <summary>The port; 0 for one the system picks.</summary>
    public int Port { get; init; } = 9000;

    /// <summary>The address to listen on.</summary>
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>The strict vendor whose refusals are played (<c>--as VENDOR</c>); <see langword="null"/> for none.</summary>
    public string? As { get; init; }

    /// <summary>A pause before each write, or <see langword="null"/> for none.</summary>
    public TimeSpan? Slow { get; init; }
}
