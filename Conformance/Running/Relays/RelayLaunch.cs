namespace Conformance.Running.Relays;

/// <summary>The parameters for starting one relay process.</summary>
internal sealed record RelayLaunch
{
    /// <summary>The program.</summary>
    public required string Program { get; init; }

    /// <summary>Its arguments.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Variables set for it; <see langword="null"/> removes one.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Environment { get; init; } = [];

    /// <summary>A folder with its configuration, removed with it when we are killed; <see langword="null"/> when it has none.</summary>
    public string? Folder { get; init; }

    /// <summary>How to find out that it is ready.</summary>
    public required ReadyProbe Ready { get; init; }

    /// <summary>The address it listens on unless its output names another; <see langword="null"/> if only the relay knows.</summary>
    public Uri? Url { get; init; }

    /// <summary>How long it may take to become ready.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
