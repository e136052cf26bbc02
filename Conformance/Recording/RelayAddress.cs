namespace Conformance.Recording;

/// <summary>Addresses of a relay as people give them.</summary>
public static class RelayAddress
{
    private const string Version = "/v1";

    /// <summary>The address of the responses endpoint below a base that may or may not end in <c>/v1</c> or a slash.</summary>
    public static Uri Responses(Uri relay) => Of(relay, Version + "/responses");

    /// <summary>The address of a path below such a base; the path names the version itself, such as <c>/v1/models?limit=2</c>.</summary>
    public static Uri Of(Uri relay, string path)
    {
        ArgumentNullException.ThrowIfNull(relay);
        ArgumentNullException.ThrowIfNull(path);

        var root = relay.AbsolutePath.TrimEnd('/');
        root = root.EndsWith(Version, StringComparison.Ordinal) ? root[..^Version.Length] : root;
        var mark = path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        return new Uri(relay.GetLeftPart(UriPartial.Authority) + root + path + (relay.Query.Length > 1 ? mark + relay.Query[1..] : ""));
    }
}
