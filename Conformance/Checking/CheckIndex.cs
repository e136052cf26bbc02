using Conformance.Results;

namespace Conformance.Checking;

/// <summary>The one catalogue of all check ids: the rules and the checks of expectations.</summary>
public static class CheckIndex
{
    /// <summary>The rules by their numbers, then the checks of expectations.</summary>
    public static IReadOnlyList<CheckEntry> All { get; } =
    [
        .. CheckCatalog.Infos.OrderByDescending(info => info.Rule[0]).ThenBy(info => info.Rule, StringComparer.Ordinal)
            .Select(info => new CheckEntry(info.Id, info.Rule, FindingKind.Rule, info.Severity, info.Title)),
        .. ExpectationChecks.All.Select(check => new CheckEntry(check.Id, null, FindingKind.Outcome, check.Severity, check.Title)),
    ];

    /// <summary>
    /// Returns the check with this id or rule number, whatever the case of its letters; <see langword="null"/> when there is none.
    /// </summary>
    public static CheckEntry? Find(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return All.FirstOrDefault(check =>
            string.Equals(check.Id, word, StringComparison.OrdinalIgnoreCase)
                || string.Equals(check.Number, word, StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>One check, rule or not, as listings show it.</summary>
/// <param name="Id">The kebab-case id.</param>
/// <param name="Number">The rule's number, such as <c>V04</c>; <see langword="null"/> for a check of an expectation.</param>
/// <param name="Kind">Whether it is a rule over the whole run or part of a case's outcome.</param>
/// <param name="Severity">The default severity of its findings.</param>
/// <param name="Title">The requirement, in one sentence.</param>
public sealed record CheckEntry(string Id, string? Number, FindingKind Kind, Severity Severity, string Title)
{
    /// <summary>The text of its page.</summary>
    /// <exception cref="InvalidOperationException">The check has no page.</exception>
    public CheckExplanation Explanation => CheckExplanations.Get(Id);
}
