using System.Text.RegularExpressions;
using Scenarios.Model;

namespace Conformance.Gating;

/// <summary>Puts variables of the environment into the values of a relay entry, so that no key has to stand in a file. Pure.</summary>
internal sealed partial class RelayVariables(IReadOnlyDictionary<string, string> environment)
{
    private readonly List<ScenarioProblem> _problems = [];

    /// <summary>The variables that the file refers to and that are not set.</summary>
    public IReadOnlyList<ScenarioProblem> Problems => _problems;

    /// <summary>Returns the pairs with the values of their variables.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fill(IReadOnlyList<KeyValuePair<string, RelayText>> pairs) =>
        [.. pairs.Select(pair => KeyValuePair.Create(
            pair.Key, Reference().Replace(pair.Value.Value, match => Resolve(match.Groups["name"].Value, pair.Value.Place))))];

    /// <summary>Returns the value of a variable; empty, with a problem, when it is not set.</summary>
    public string Resolve(string name, SourcePlace place)
    {
        if (environment.TryGetValue(name, out var value) && value.Length > 0)
        {
            return value;
        }

        _problems.Add(new ScenarioProblem(place, "missing-variable", $"the environment variable {name} is not set; set it before the run"));
        return "";
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
