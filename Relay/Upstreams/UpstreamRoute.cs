namespace Relay.Upstreams;

/// <summary>Who takes a request, and what the model is called there.</summary>
internal sealed record UpstreamRoute(Upstream Upstream, string Model);
