using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using WireMock;
using WireMock.Models.Mime;
using WireMock.Types;
using WireMock.Util;

namespace MockUpstream.Observing;

/// <summary>A request in WireMock's log: bounded, and with credentials masked in headers, cookies and query.</summary>
internal sealed class KeptRequest : IRequestMessage
{
    private const string BytesReceived = "x-mock-bytes-received";

    public KeptRequest(IRequestMessage request, Arrival arrival, int mostBytes)
    {
        var apiKey = arrival.Case?.ApiKey;
        Received = arrival.Received;
        Refused = arrival.Refused;
        ClientIP = request.ClientIP;
        Url = CredentialMask.Target(request.Url, apiKey);
        AbsoluteUrl = CredentialMask.Target(request.AbsoluteUrl, apiKey);
        ProxyUrl = request.ProxyUrl is { } proxy ? CredentialMask.Target(proxy, apiKey) : null;
        DateTime = request.DateTime;
        (Path, AbsolutePath, PathSegments, AbsolutePathSegments) = (request.Path, request.AbsolutePath, request.PathSegments, request.AbsolutePathSegments);
        (Method, HttpVersion, Host, Protocol, Port, Origin) = (request.Method, request.HttpVersion, request.Host, request.Protocol, request.Port, request.Origin);
        RawQuery = CredentialMask.Target(request.RawQuery, apiKey);
        Query = request.Query?.ToDictionary(pair => pair.Key, pair => new WireMockList<string>(pair.Value.Select(value => CredentialMask.Value(pair.Key, value, apiKey))));
        Cookies = request.Cookies?.ToDictionary(pair => pair.Key, pair => CredentialMask.Value("cookie", pair.Value, apiKey));
        Headers = Received.Headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(header => header.Key, header => new WireMockList<string>(header.Select(value => value.Value)));
        var body = arrival.Body;
        if (body.Length > mostBytes)
        {
            Headers[BytesReceived] = body.Length.ToString(CultureInfo.InvariantCulture);
            body = body[..mostBytes];
            Received = Received with { Body = body.ToArray() };
        }

        Kept = body.Length;
        BodyData = body.IsEmpty ? null : new KeptBody(Received.Body);
    }

    /// <summary>The request as the judge's record has it.</summary>
    public ReceivedRequest Received { get; }

    /// <summary>Whether the mock refused it because nothing matched.</summary>
    public bool Refused { get; }

    /// <summary>The bytes of the body that are kept.</summary>
    public int Kept { get; }

    public string ClientIP { get; }

    public string Url { get; }

    public string AbsoluteUrl { get; }

    public string? ProxyUrl { get; set; }

    public DateTime DateTime { get; }

    public string Path { get; }

    public string AbsolutePath { get; }

    public string[] PathSegments { get; }

    public string[] AbsolutePathSegments { get; }

    public string Method { get; }

    public string HttpVersion { get; }

    public IDictionary<string, WireMockList<string>>? Headers { get; }

    public IDictionary<string, string>? Cookies { get; }

    public IDictionary<string, WireMockList<string>>? Query { get; }

    public IDictionary<string, WireMockList<string>>? QueryIgnoreCase => Query is null ? null : new Dictionary<string, WireMockList<string>>(Query, StringComparer.OrdinalIgnoreCase);

    public string RawQuery { get; }

    public IBodyData? BodyData { get; }

    public string? Body => BodyData?.BodyAsString;

    public object? BodyAsJson => BodyData?.BodyAsJson;

    public byte[]? BodyAsBytes => BodyData?.BodyAsBytes;

    public IMimeMessageData? BodyAsMimeMessage => null;

    public string? DetectedBodyType => BodyData?.DetectedBodyType?.ToString();

    public string? DetectedBodyTypeFromContentType => BodyData?.DetectedBodyTypeFromContentType?.ToString();

    public string? DetectedCompression => null;

    public string Host { get; }

    public string Protocol { get; }

    public int Port { get; }

    public string Origin { get; }

    public X509Certificate2? ClientCertificate => null;

    public WireMockList<string>? GetParameter(string key, bool ignoreCase = false) =>
        (ignoreCase ? QueryIgnoreCase : Query) is { } query && query.TryGetValue(key, out var values) ? values : null;
}
