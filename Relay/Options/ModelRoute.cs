namespace Relay.Options;

/// <summary>Maps a model to an upstream.</summary>
/// <param name="Name">The model as clients request it; one <c>*</c> matches any text.</param>
/// <param name="Upstream">The name of the upstream; <see langword="null"/> for the default one.</param>
/// <param name="Model">The upstream's name of the model; <see langword="null"/> if it is the same.</param>
public sealed record ModelRoute(string Name, string? Upstream = null, string? Model = null);
