using Conformance.Running.Asking;

namespace Conformance.Running.Wiring;

/// <summary>The result of the preflight. A closed family.</summary>
internal abstract record PreflightResult;

/// <summary>A relay that leads to the mock.</summary>
/// <param name="Access">How to address it, with the sign that reaches the mock.</param>
internal sealed record Wired(RelayAccess Access) : PreflightResult
{
    /// <summary>Whether the relay asks its upstream for another model than the client named.</summary>
    public bool MapsModels { get; init; }

    /// <summary>The model that reached the mock; <see langword="null"/> when the request named none.</summary>
    public string? ModelSeen { get; init; }

    /// <summary>Notes for the reader of the results, one sentence each; none if the model reached the mock.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A relay that does not lead to the mock: no statement about it can be made.</summary>
/// <param name="Problem">The observation and the remedy, in one sentence.</param>
/// <param name="Output">The relay's last lines, if it was started by us.</param>
internal sealed record Unwired(string Problem, IReadOnlyList<string> Output) : PreflightResult;
