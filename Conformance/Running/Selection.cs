using Scenarios.Model;

namespace Conformance.Running;

/// <summary>Which cases a user asked for. An empty list asks for everything.</summary>
internal sealed record Selection
{
    /// <summary>Patterns of ids that are wanted.</summary>
    public IReadOnlyList<IdPattern> Run { get; init; } = [];

    /// <summary>Patterns of ids that are not.</summary>
    public IReadOnlyList<IdPattern> Skip { get; init; } = [];

    /// <summary>Tags, one of which a case must have.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The weakest level that is wanted.</summary>
    public Level Level { get; init; } = Level.Info;

    /// <summary>Whether the patterns take the id. All that can be said of a file that does not read.</summary>
    public bool TakesId(string id) =>
        (Run.Count == 0 || Run.Any(pattern => pattern.Matches(id))) && !Skip.Any(pattern => pattern.Matches(id));

    /// <summary>Whether the case is wanted.</summary>
    public bool Takes(Scenario scenario) =>
        TakesId(scenario.Id) && scenario.Level <= Level && (Tags.Count == 0 || Tags.Any(tag => scenario.Tags.Contains(tag, StringComparer.Ordinal)));

    /// <summary>The selection as it would be typed; empty for everything.</summary>
    public override string ToString() => string.Join(' ',
    [
        .. Run.Select(pattern => "--run " + pattern.Text),
        .. Skip.Select(pattern => "--skip " + pattern.Text),
        .. Tags.Select(tag => "--tag " + tag),
        .. Level == Level.Info ? Array.Empty<string>() : ["--level " + Levels.Word(Level)],
    ]);
}

/// <summary>A pattern of ids.</summary>
/// <param name="Text">As the user wrote it.</param>
/// <param name="Matches">Whether an id fits.</param>
internal sealed record IdPattern(string Text, Func<string, bool> Matches);
