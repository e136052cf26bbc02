using System.Globalization;
using System.Text.Json;
using Conformance.Reporting.Texts;
using Conformance.Results;

namespace Conformance.Reporting.Html;

/// <summary>
/// The words that cases share, by number: a row of the list names its tags, vendors, checks and clients in a few characters.
/// </summary>
internal sealed class PageIndex
{
    private readonly Dictionary<char, Words> _words;
    private readonly IReadOnlyDictionary<string, CheckText> _texts;

    public PageIndex(RunResult run, IReadOnlyDictionary<string, CheckText> texts)
    {
        _words = new Dictionary<char, Words>
        {
            ['t'] = new(run.Cases.SelectMany(result => result.Tags)),
            ['s'] = new(run.Cases.SelectMany(result => result.SeenIn)),
            ['c'] = new(run.Cases.SelectMany(GetChecks)),
            ['k'] = new(run.Cases.SelectMany(GetClients)),
        };
        var rules = run.Rules.ToDictionary(rule => rule.Id, rule => new CheckText(rule.Title, "", "", ""), StringComparer.Ordinal);
        _texts = GetNames('c').Concat(run.Rules.Select(rule => rule.Id)).Distinct(StringComparer.Ordinal)
            .Select(id => (Id: id, Text: texts.GetValueOrDefault(id) ?? rules.GetValueOrDefault(id)))
            .Where(pair => pair.Text is not null)
            .OrderBy(pair => pair.Id, StringComparer.Ordinal)
            .ToDictionary(pair => pair.Id, pair => pair.Text!, StringComparer.Ordinal);
    }

    /// <summary>The checks that the run's findings and rules name, as far as there is a text.</summary>
    public IReadOnlyDictionary<string, CheckText> Texts => _texts;

    /// <summary>
    /// Returns the words of one kind in order: <c>t</c> tags, <c>s</c> vendors, <c>c</c> checks, <c>k</c> clients that do not work.
    /// </summary>
    public IReadOnlyList<string> GetNames(char kind) => _words[kind].Sorted;

    /// <summary>Returns a case's words as numbers, such as <c>t0 t4 s2 c1</c>; <see langword="null"/> when it has none.</summary>
    public string? GetKeys(CaseResult result)
    {
        var keys = string.Join(' ',
        [
            .. GetNumbers('t', result.Tags), .. GetNumbers('s', result.SeenIn), .. GetNumbers('c', GetChecks(result)),
            .. GetNumbers('k', GetClients(result)),
            .. result.Known is null ? [] : new[] { "known" }, .. result.Flaky ? new[] { "flaky" } : [],
        ]);

        return keys.Length == 0 ? null : keys;
    }

    /// <summary>Returns the words for the script.</summary>
    public string Serialize() => JsonSerializer.Serialize(
        _words.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value.Sorted, StringComparer.Ordinal),
        PageJson.Default.DictionaryStringIReadOnlyListString);

    private IEnumerable<string> GetNumbers(char kind, IEnumerable<string> words) =>
        words.Distinct(StringComparer.Ordinal)
            .Select(word => string.Create(CultureInfo.InvariantCulture, $"{kind}{_words[kind].GetNumber(word)}"));

    private static IEnumerable<string> GetChecks(CaseResult result) => result.Findings.Select(finding => finding.Check);

    private static IEnumerable<string> GetClients(CaseResult result) =>
        result.Clients.Where(cell => !string.Equals(cell.Impact, "works", StringComparison.Ordinal)).Select(cell => cell.Client);

    private sealed class Words
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

        public Words(IEnumerable<string> words)
        {
            Sorted = [.. words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            foreach (var word in Sorted)
            {
                _numbers[word] = _numbers.Count;
            }
        }

        public IReadOnlyList<string> Sorted { get; }

        public int GetNumber(string word) => _numbers[word];
    }
}
