namespace Relay.Upstreams;

/// <summary>Holds the headers of a client's request that a call to the upstream may need. They outlive the request.</summary>
/// <param name="Authorization">The client's <c>Authorization</c>; empty when it sent none.</param>
/// <param name="Forwarded">The headers that pass through to the upstream.</param>
internal sealed record ClientHeaders(string Authorization, IReadOnlyList<KeyValuePair<string, string>> Forwarded)
{
    /// <summary>Reads the headers of a request for an upstream.</summary>
    public static ClientHeaders Read(IHeaderDictionary client, HeaderRules rules) =>
        new(client.Authorization.ToString(), rules.SelectForUpstream(client));
}
