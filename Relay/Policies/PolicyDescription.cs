namespace Relay.Policies;

/// <summary>What people are told about one policy.</summary>
/// <param name="Name">The name in snake_case.</param>
/// <param name="Values">The values, the default first.</param>
/// <param name="Summary">One sentence on what is decided.</param>
public sealed record PolicyDescription(string Name, IReadOnlyList<PolicyValue> Values, string Summary)
{
    /// <summary>The default's name.</summary>
    public string Default => Values[0].Name;

    /// <summary>Whether there is a value of that name.</summary>
    public bool Knows(string value) => Values.Any(known => known.Name == value);
}

/// <summary>What people are told about one value of a policy.</summary>
/// <param name="Name">The name in snake_case.</param>
/// <param name="Summary">One sentence on what it does.</param>
public sealed record PolicyValue(string Name, string Summary);
