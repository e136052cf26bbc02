using Scenarios.Model;
using Scenarios.Reading;

namespace Conformance.Gating;

/// <summary>One failure that is known: of a rule, of the outcome of cases, or of one check in cases.</summary>
internal sealed record KnownEntry
{
    /// <summary>The id of the rule; <see langword="null"/> when the entry is about cases.</summary>
    public string? Rule { get; init; }

    /// <summary>The cases; <see langword="null"/> when the entry is about a rule.</summary>
    public CasePattern? Case { get; init; }

    /// <summary>The one check that fails in the cases; <see langword="null"/> for their outcome, whichever check fails.</summary>
    public string? Check { get; init; }

    /// <summary>Why the failure is expected.</summary>
    public required string Reason { get; init; }

    /// <summary>Where the failure is followed up.</summary>
    public string? Link { get; init; }

    /// <summary>Since when it is known.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Where the entry starts in its file.</summary>
    public required SourcePlace Place { get; init; }

    /// <summary>Where the rule's id or the pattern stands, and where it ends.</summary>
    public required (SourcePlace Start, SourcePlace End) Subject { get; init; }

    /// <summary>The reason with its link, as it is shown beside a failure.</summary>
    public string Note => Link is null ? Reason : $"{Reason} ({Link})";

    /// <summary>The subject of the entry as the file names it.</summary>
    public string Name => (Rule, Check) switch
    {
        ({ } rule, _) => $"rule {rule}",
        (_, { } check) => $"{Case} × {check}",
        _ => Case!.Text,
    };
}
