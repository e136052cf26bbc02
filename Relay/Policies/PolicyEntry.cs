using System.Text.Json;

namespace Relay.Policies;

/// <summary>One policy of the catalogue: its description, and how its value is read and set.</summary>
internal sealed class PolicyEntry
{
    private readonly Func<RelayPolicies, string, RelayPolicies> _set;
    private readonly Func<RelayPolicies, string> _get;

    private PolicyEntry(PolicyDescription description, Func<RelayPolicies, string, RelayPolicies> set, Func<RelayPolicies, string> get)
    {
        Description = description;
        _set = set;
        _get = get;
    }

    public PolicyDescription Description { get; }

    public static PolicyEntry Of<T>(
        string name,
        string summary,
        Func<RelayPolicies, T> get,
        Func<RelayPolicies, T, RelayPolicies> set,
        params string[] valueNames)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        var names = valueNames.Length > 0 ? valueNames : [.. values.Select(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()))];
        return new PolicyEntry(
            new PolicyDescription(name, names, summary),
            (policies, value) => set(policies, values[Array.IndexOf(names, value)]),
            policies => names[Array.IndexOf(values, get(policies))]);
    }

    public RelayPolicies Set(RelayPolicies policies, string value) => _set(policies, value);

    public string Get(RelayPolicies policies) => _get(policies);
}
