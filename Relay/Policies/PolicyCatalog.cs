namespace Relay.Policies;

/// <summary>The policies by the names people write: lists them, sets them, and says what is wrong with a name or a value.</summary>
public static class PolicyCatalog
{
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

        result = policies;
        problem = $"There is no policy '{name}' (value '{value}').";
        return false;
    }
}
