namespace Conformance.Probing;

/// <summary>The vendor of a probe and the settings of its requests.</summary>
internal sealed record ProbeSettings
{
    /// <summary>The vendor's address.</summary>
    public required Uri To { get; init; }

    /// <summary>The model that every question names.</summary>
    public required string Model { get; init; }

    /// <summary>The API key; <see langword="null"/> for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Further headers of every request.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The time that one answer may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
