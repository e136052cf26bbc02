namespace Relay.Policies;

/// <summary>Describes one policy for users.</summary>
/// <param name="Name">The name in snake_case.</param>
/// <param name="Values">The values, the default first.</param>
/// <param name="Summary">One sentence on the decision.</param>
public sealed record PolicyDescription(string Name, IReadOnlyList<PolicyValue> Values, string Summary)
{
    /// <summary>The name of the default.</summary>
    public string Default => Values[0].Name;

    /// <summary>Returns whether there is a value of that name.</summary>
    public bool Knows(string value) => Values.Any(known => known.Name == value);
}

/// <summary>Describes one value of a policy for users.</summary>
/// <param name="Name">The name in snake_case.</param>
/// <param name="Summary">One sentence on its effect.</param>
public sealed record PolicyValue(string Name, string Summary);
