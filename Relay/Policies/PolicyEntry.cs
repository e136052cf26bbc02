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

    /// <summary>Describes a policy.</summary>
    /// <param name="name">Its name in snake_case.</param>
    /// <param name="summary">One sentence on the decision.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Sets it.</param>
    /// <param name="values">Its values, the default first: the name, the value, and one sentence on its effect.</param>
    public static PolicyEntry Of<T>(
        string name,
        string summary,
        Func<RelayPolicies, T> get,
        Func<RelayPolicies, T, RelayPolicies> set,
        params (string Name, T Value, string Summary)[] values)
        where T : struct, Enum
        => new(
            new PolicyDescription(name, [.. values.Select(static value => new PolicyValue(value.Name, value.Summary))], summary),
            (policies, word) => set(policies, Array.Find(values, value => value.Name == word).Value),
            policies => Array.Find(values, value => EqualityComparer<T>.Default.Equals(value.Value, get(policies))).Name);

    /// <summary>Describes a policy that a profile adds.</summary>
    /// <param name="name">Its name in snake_case.</param>
    /// <param name="summary">One sentence on the decision.</param>
    /// <param name="values">Its values, the default first: the name, the value, and one sentence on its effect.</param>
    public static PolicyEntry Added<T>(string name, string summary, params (string Name, T Value, string Summary)[] values)
        where T : struct, Enum
        => Of(
            name,
            summary,
            static policies => policies.Added.Get<T>(),
            static (policies, value) => policies with { Added = policies.Added.With(value) },
            values);

    /// <summary>Describes the policy that selects the rules of the events.</summary>
    /// <param name="name">Its name in snake_case.</param>
    /// <param name="summary">One sentence on the decision.</param>
    /// <param name="values">Its values, the relay's own first.</param>
    public static PolicyEntry OfTranslation(string name, string summary, IReadOnlyList<PolicyValue> values) => new(
        new PolicyDescription(name, values, summary),
        static (policies, word) => policies with { Translation = word },
        static policies => policies.Translation);

    public RelayPolicies Set(RelayPolicies policies, string value) => _set(policies, value);

    public string Get(RelayPolicies policies) => _get(policies);
}
