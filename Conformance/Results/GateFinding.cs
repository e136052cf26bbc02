using System.Text.Json.Serialization;

namespace Conformance.Results;

/// <summary>
/// Something about a run that neither a case nor a rule shows: an entry of the list of known failures that no longer holds, or a difference
/// from the baseline.
/// </summary>
public sealed record GateFinding
{
    /// <summary>What it is.</summary>
    public required GateFindingKind Kind { get; init; }

    /// <summary>The id of the case or of the rule, or the pattern of cases.</summary>
    public required string Subject { get; init; }

    /// <summary>One sentence with the place and the remedy.</summary>
    public required string Message { get; init; }

    /// <summary>The file it is about; <see langword="null"/> if there is none.</summary>
    public string? File { get; init; }

    /// <summary>The line in the file, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>Whether it fails the run.</summary>
    public bool Fails { get; init; }
}

/// <summary>The kinds of <see cref="GateFinding"/>.</summary>
[JsonConverter(typeof(SnakeCaseConverter<GateFindingKind>))]
public enum GateFindingKind
{
    /// <summary>A known failure that passes now.</summary>
    UnexpectedPass,

    /// <summary>An entry of the list of known failures that names nothing that exists.</summary>
    StaleEntry,

    /// <summary>Fails now and did not fail in the baseline.</summary>
    New,

    /// <summary>Failed in the baseline and does not fail now.</summary>
    Fixed,

    /// <summary>Fails in both runs, in another way.</summary>
    Changed,

    /// <summary>Is in the baseline and does not exist any more.</summary>
    Gone,
}
