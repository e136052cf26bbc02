using Relay.Policies;

namespace Relay.Presets;

/// <summary>All policies by name: the relay's own, and those that profiles add.</summary>
public static class PolicyCatalog
{
    private static readonly PolicyEntry[] Entries =
    [
        .. RequestPolicies.Entries
            .Concat(ConversationPolicies.Entries)
            .Concat(RepairPolicies.Entries)
            .Concat(CallPolicies.Entries)
            .Concat(ContentPolicies.Entries)
            .Concat(EndingPolicies.Entries)
            .Concat(FormPolicies.Entries)
            .Append(Translation)
            .Concat(ProfileMap.All.SelectMany(static profile => profile.Policies))
            .OrderBy(static entry => entry.Description.Name, StringComparer.Ordinal),
    ];

    private static PolicyEntry Translation => PolicyEntry.OfTranslation(
        "translation",
        "Rules that create the events. All values except contract ignore the policies on calls, content, endings and form.",
        [
            new PolicyValue(RelayPolicies.OwnTranslation, "The rules of this relay: the contract and the policies."),
            .. ProfileMap.All.SelectMany(static profile => profile.Translations),
        ]);

    /// <summary>Every policy, by name.</summary>
    public static IReadOnlyList<PolicyDescription> All { get; } = [.. Entries.Select(entry => entry.Description)];

    /// <summary>Every policy's name with the value it has in <paramref name="policies"/>.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Values(RelayPolicies policies)
    {
        ArgumentNullException.ThrowIfNull(policies);

        return Entries.Select(entry => KeyValuePair.Create(entry.Description.Name, entry.Get(policies)));
    }

    /// <summary>Whether there is a policy of that name.</summary>
    public static bool Knows(string name) => Array.Exists(Entries, entry => entry.Description.Name == name);

    /// <summary>Sets one policy.</summary>
    /// <param name="policies">The policies so far.</param>
    /// <param name="name">The policy's name in snake_case, such as <c>think_tags</c>.</param>
    /// <param name="value">The value's name.</param>
    /// <param name="result">The policies with that one changed; <paramref name="policies"/> when it could not be.</param>
    /// <param name="problem">One sentence with the known names or values; empty on success.</param>
    /// <returns>Whether the policy was set.</returns>
    public static bool TrySet(RelayPolicies policies, string name, string value, out RelayPolicies result, out string problem)
    {
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);

        result = policies;
        var entry = Array.Find(Entries, candidate => candidate.Description.Name == name);
        if (entry is null)
        {
            problem = Unknown($"There is no policy '{name}'", name, [.. All.Select(policy => policy.Name)]);
            return false;
        }

        if (!entry.Description.Knows(value))
        {
            string[] known = [.. entry.Description.Values.Select(static value => value.Name)];
            problem = Unknown($"Policy '{name}' has no value '{value}'", value, known);
            return false;
        }

        problem = "";
        result = entry.Set(policies, value);
        return true;
    }

    private static string Unknown(string what, string word, IReadOnlyList<string> known)
    {
        var near = NearestWord.Of(word, known);
        var hint = near is null ? "" : $"; did you mean '{near}'?";
        return $"{what}{hint} Known: {string.Join(", ", known)}.";
    }
}
