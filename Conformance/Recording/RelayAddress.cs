namespace Conformance.Recording;

/// <summary>Addresses of a relay as people give them.</summary>
public static class RelayAddress
{
    /// <summary>The address of the responses endpoint below a base that may or may not end in <c>/v1</c> or a slash.</summary>
    public static Uri Responses(Uri relay)
    {
        ArgumentNullException.ThrowIfNull(relay);

        var path = relay.AbsolutePath.TrimEnd('/');
        var version = path.EndsWith("/v1", StringComparison.Ordinal) ? "" : "/v1";
        return new UriBuilder(relay) { Path = path + version + "/responses" }.Uri;
    }
}
