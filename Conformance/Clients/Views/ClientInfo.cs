namespace Conformance.Clients.Views;

/// <summary>Which client a view is of, and what is worth knowing of it before reading its views.</summary>
/// <param name="Name">The name by which it is asked for.</param>
/// <param name="Product">The product or package.</param>
/// <param name="Version">The version whose behaviour the view has.</param>
/// <param name="Reads">What it takes its answer from, in one sentence.</param>
/// <param name="WhenIncomplete">What becomes of an incomplete response.</param>
/// <param name="WhenFailed">What becomes of a failed one.</param>
/// <param name="WhenOpen">What it does when the connection stays open after the end.</param>
public sealed record ClientInfo(string Name, string Product, string Version, string Reads, string WhenIncomplete, string WhenFailed, string WhenOpen)
{
    /// <summary>Whether its usage may be missing by its type, so that missing usage takes nobody by surprise.</summary>
    public bool UsageIsOptional { get; init; }
}
