using Conformance.Running.Cases;
using Scenarios.Model;
using Scenarios.Reading;

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

    /// <summary>Vendors, one of which must be known to send what the case sends.</summary>
    public IReadOnlyList<string> Vendors { get; init; } = [];

    /// <summary>Rows of the quirk catalogue, one of which the case must show.</summary>
    public IReadOnlyList<string> Quirks { get; init; } = [];

    /// <summary>The weakest level that is wanted.</summary>
    public Level Level { get; init; } = Level.Info;

    /// <summary>Whether the patterns select the id. A file that cannot be read is selected by this alone.</summary>
    public bool IncludesId(string id) =>
        (Run.Count == 0 || Run.Any(pattern => pattern.Matches(id))) && !Skip.Any(pattern => pattern.Matches(id));

    /// <summary>Whether the case is wanted.</summary>
    public bool Includes(Scenario scenario) =>
        IncludesId(scenario.Id) && scenario.Level <= Level && HasOne(Tags, scenario.Tags) && HasOne(Vendors, scenario.SeenIn)
            && HasOne(Quirks, scenario.Quirks);

    /// <summary>The selection as it would be typed; empty for everything.</summary>
    public override string ToString() => string.Join(' ',
    [
        .. Run.Select(pattern => "--run " + pattern.Text),
        .. Skip.Select(pattern => "--skip " + pattern.Text),
        .. Tags.Select(tag => "--tag " + tag),
        .. Vendors.Select(vendor => "--vendor " + vendor),
        .. Quirks.Select(quirk => "--quirk " + quirk),
        .. Level == Level.Info ? Array.Empty<string>() : ["--level " + Levels.GetWord(Level)],
    ]);

    private static bool HasOne(IReadOnlyList<string> wanted, IReadOnlyList<string> words) =>
        wanted.Count == 0 || wanted.Any(word => words.Contains(word, StringComparer.Ordinal));
}

/// <summary>A pattern of ids.</summary>
/// <param name="Text">As the user wrote it.</param>
/// <param name="Matches">Whether an id fits.</param>
internal sealed record IdPattern(string Text, Func<string, bool> Matches)
{
    /// <summary>Parses a pattern.</summary>
    /// <exception cref="FormatException">The pattern cannot match any id.</exception>
    public static IdPattern Parse(string text) => new(text, CasePattern.Parse(text).Matches);
}
