using System.Text.RegularExpressions;

namespace Conformance.Recording;

/// <summary>Computes addresses of a relay's endpoints from the address a person gives.</summary>
public static partial class RelayAddress
{
    private const string DefaultVersion = "/v1";
    private const string Endpoint = "/responses";

    /// <summary>Returns the address of the responses endpoint.</summary>
    /// <param name="relay">
    /// The relay's address. <c>/v1</c> is appended unless the address has a version (<c>/v1</c>, <c>/openai/v2</c>, <c>/v1beta/openai</c>)
    /// or ends in <c>/responses</c>.
    /// </param>
    /// <param name="path">
    /// The endpoint's path below that address, such as <c>/openai/v1/responses</c>; <see langword="null"/> to derive it.
    /// </param>
    public static Uri ResolveResponses(Uri relay, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(relay);

        return Join(relay, path is null ? GetBase(relay) + Endpoint : GetRoot(relay) + AddRoot(path));
    }

    /// <summary>Returns the address of any endpoint.</summary>
    /// <param name="relay">The relay's address.</param>
    /// <param name="path">
    /// The path and query as the API documents them, with the version, such as <c>/v1/models?limit=2</c>, or without, such as
    /// <c>/health</c>.
    /// </param>
    /// <param name="responses">The path of the responses endpoint below the relay's address; <see langword="null"/> to derive it.</param>
    public static Uri Resolve(Uri relay, string path, string? responses = null)
    {
        ArgumentNullException.ThrowIfNull(relay);
        ArgumentNullException.ThrowIfNull(path);

        if (!path.StartsWith(DefaultVersion + "/", StringComparison.Ordinal))
        {
            return Join(relay, GetPrefix(relay) + path);
        }

        var below = path[DefaultVersion.Length..];
        return responses is null ? Join(relay, GetBase(relay) + below) : ResolveBeside(relay, responses, below);
    }

    /// <summary>Returns a path of the API for a relay whose responses endpoint has an unusual path.</summary>
    private static Uri ResolveBeside(Uri relay, string responses, string below)
    {
        var endpoint = AddRoot(responses).Split('?', 2);
        var query = endpoint.Length > 1 ? "?" + endpoint[1] : "";
        var own = endpoint[0].TrimEnd('/');
        if (below.StartsWith(Endpoint, StringComparison.Ordinal)
            && (below.Length == Endpoint.Length || below[Endpoint.Length] is '/' or '?'))
        {
            return Join(relay, Query(GetRoot(relay) + own + below[Endpoint.Length..], query));
        }

        return own.EndsWith(Endpoint, StringComparison.Ordinal)
            ? Join(relay, Query(GetRoot(relay) + own[..^Endpoint.Length] + below, query))
            : Join(relay, GetBase(relay) + below);
    }

    private static string Query(string path, string query) =>
        query.Length == 0 ? path : path.Contains('?', StringComparison.Ordinal) ? $"{path}&{query[1..]}" : path + query;

    private static string AddRoot(string path) => path.StartsWith('/') ? path : "/" + path;

    /// <summary>Returns the path of the address without the responses endpoint's own name.</summary>
    private static string GetRoot(Uri relay)
    {
        var root = relay.AbsolutePath.TrimEnd('/');
        return root.EndsWith(Endpoint, StringComparison.Ordinal) ? root[..^Endpoint.Length] : root;
    }

    /// <summary>Returns the path that replaces <c>/v1</c>. If an address names the endpoint itself, its version is used.</summary>
    private static string GetBase(Uri relay)
    {
        var root = GetRoot(relay);
        var named = root.Length != relay.AbsolutePath.TrimEnd('/').Length;
        return named || Version().IsMatch(root) ? root : root + DefaultVersion;
    }

    /// <summary>Returns the path in front of the version, for endpoints that have none.</summary>
    private static string GetPrefix(Uri relay)
    {
        var root = GetRoot(relay);
        return Version().Match(root) is { Success: true } version ? root[..version.Index] : root;
    }

    private static Uri Join(Uri relay, string path)
    {
        var mark = path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        return new Uri(relay.GetLeftPart(UriPartial.Authority) + path + (relay.Query.Length > 1 ? mark + relay.Query[1..] : ""));
    }

    /// <summary>Returns a segment that names a version, such as <c>v1</c>, <c>v2</c> or <c>v1beta</c>.</summary>
    [GeneratedRegex(
        @"/v\d+((alpha|beta)\d*)?(?=/|$)", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
