namespace Conformance.Clients.Views;

/// <summary>The client of a view, and the facts that a reader needs to understand its views.</summary>
/// <param name="Name">The name by which it is asked for.</param>
/// <param name="Product">The product or package.</param>
/// <param name="Version">The version whose behaviour the view has.</param>
/// <param name="Reads">The source of its answer, in one sentence.</param>
/// <param name="WhenIncomplete">Its result for an incomplete response.</param>
/// <param name="WhenFailed">Its result for a failed response.</param>
/// <param name="WhenOpen">Its behaviour if the connection stays open after the end.</param>
public sealed record ClientInfo(
    string Name, string Product, string Version, string Reads, string WhenIncomplete, string WhenFailed, string WhenOpen)
{
    /// <summary>Whether its type allows usage to be missing, so that missing usage is no surprise.</summary>
    public bool UsageIsOptional { get; init; }
}
