namespace Relay.Options;

/// <summary>Where requests for a model go.</summary>
/// <param name="Name">The model as clients ask for it; one <c>*</c> stands for any text.</param>
/// <param name="Upstream">The name of the upstream; <see langword="null"/> for the default one.</param>
/// <param name="Model">What the upstream calls it; <see langword="null"/> when it is called the same.</param>
public sealed record ModelRoute(string Name, string? Upstream = null, string? Model = null);
