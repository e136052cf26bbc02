namespace Relay.Policies;

/// <summary>What people are told about one policy.</summary>
/// <param name="Name">The name in snake_case.</param>
/// <param name="Values">The values' names, the default first.</param>
/// <param name="Summary">One sentence on what is decided.</param>
public sealed record PolicyDescription(string Name, IReadOnlyList<string> Values, string Summary)
{
    /// <summary>The default's name.</summary>
    public string Default => Values[0];
}
