using WireMock;
using WireMock.Types;

namespace MockUpstream.Observing;

/// <summary>The parts of a request in WireMock's log that are read off its target, with credentials masked.</summary>
/// <param name="seen">The request as WireMock reads it. It is not stored.</param>
/// <param name="apiKey">The key of the case's client; <see langword="null"/> for a request that belongs to no case.</param>
internal sealed class MaskedRequest(IRequestMessage seen, string? apiKey)
{
    public string ClientIP { get; } = seen.ClientIP;

    public string Url { get; } = CredentialMask.MaskTarget(seen.Url, apiKey);

    public string AbsoluteUrl { get; } = CredentialMask.MaskTarget(seen.AbsoluteUrl, apiKey);

    public string? ProxyUrl { get; set; } = seen.ProxyUrl is { } proxy ? CredentialMask.MaskTarget(proxy, apiKey) : null;

    public DateTime DateTime { get; } = seen.DateTime;

    public string Path { get; } = seen.Path;

    public string AbsolutePath { get; } = seen.AbsolutePath;

    public string[] PathSegments { get; } = seen.PathSegments;

    public string[] AbsolutePathSegments { get; } = seen.AbsolutePathSegments;

    public string Method { get; } = seen.Method;

    public string HttpVersion { get; } = seen.HttpVersion;

    public string Host { get; } = seen.Host;

    public string Protocol { get; } = seen.Protocol;

    public int Port { get; } = seen.Port;

    public string Origin { get; } = seen.Origin;

    public string RawQuery { get; } = CredentialMask.MaskTarget(seen.RawQuery, apiKey);

    public Dictionary<string, WireMockList<string>>? Query { get; } =
        seen.Query?.ToDictionary(
            pair => pair.Key,
            pair => new WireMockList<string>(pair.Value.Select(value => CredentialMask.MaskValue(pair.Key, value, apiKey))));

    public Dictionary<string, string>? Cookies { get; } = seen.Cookies?.ToDictionary(
        pair => pair.Key,
        pair => CredentialMask.MaskValue("cookie", pair.Value, apiKey));
}
