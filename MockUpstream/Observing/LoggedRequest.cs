using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using MockUpstream.Contract;
using WireMock;
using WireMock.Models.Mime;
using WireMock.Types;
using WireMock.Util;

namespace MockUpstream.Observing;

/// <summary>
/// A request in WireMock's log: bounded, and with credentials masked in headers, cookies and query. Its parts are created on request,
/// because most entries are never read.
/// </summary>
internal sealed class LoggedRequest : IRequestMessage
{
    private const string BytesReceived = "x-mock-bytes-received";

    private readonly int _bytesReceived;
    private readonly Func<MaskedRequest> _read;

    /// <summary>Makes the request for the log.</summary>
    /// <param name="read">Creates the parts that the judge's record does not have. Called once, on the first request for them.</param>
    /// <param name="arrival">The request as it arrived.</param>
    /// <param name="mostBytes">The bytes of its body to keep at most.</param>
    public LoggedRequest(Func<MaskedRequest> read, Arrival arrival, int mostBytes)
    {
        _read = read;
        Received = arrival.Received;
        Refused = arrival.Refused;
        _bytesReceived = arrival.Body.Length;
        StoredLength = Math.Min(_bytesReceived, mostBytes);
        if (StoredLength < _bytesReceived)
        {
            Received = Received with { Body = arrival.Body[..StoredLength].ToArray() };
        }
    }

    /// <summary>The request as the judge's record has it.</summary>
    public ReceivedRequest Received { get; }

    /// <summary>Whether the mock refused it because nothing matched.</summary>
    public bool Refused { get; }

    /// <summary>The number of bytes of the body that are stored.</summary>
    public int StoredLength { get; }

    public string ClientIP => Masked.ClientIP;

    public string Url => Masked.Url;

    public string AbsoluteUrl => Masked.AbsoluteUrl;

    public string? ProxyUrl
    {
        get => Masked.ProxyUrl;
        set => Masked.ProxyUrl = value;
    }

    public DateTime DateTime => Masked.DateTime;

    public string Path => Masked.Path;

    public string AbsolutePath => Masked.AbsolutePath;

    public string[] PathSegments => Masked.PathSegments;

    public string[] AbsolutePathSegments => Masked.AbsolutePathSegments;

    public string Method => Masked.Method;

    public string HttpVersion => Masked.HttpVersion;

    [field: MaybeNull]
    public IDictionary<string, WireMockList<string>>? Headers => field ??= MakeHeaders();

    public IDictionary<string, string>? Cookies => Masked.Cookies;

    public IDictionary<string, WireMockList<string>>? Query => Masked.Query;

    public IDictionary<string, WireMockList<string>>? QueryIgnoreCase =>
        Query is null ? null : new Dictionary<string, WireMockList<string>>(Query, StringComparer.OrdinalIgnoreCase);

    public string RawQuery => Masked.RawQuery;

    [field: MaybeNull]
    public IBodyData? BodyData => StoredLength == 0 ? null : field ??= new LoggedBody(Received.Body);

    public string? Body => BodyData?.BodyAsString;

    public object? BodyAsJson => BodyData?.BodyAsJson;

    public byte[]? BodyAsBytes => BodyData?.BodyAsBytes;

    public IMimeMessageData? BodyAsMimeMessage => null;

    public string? DetectedBodyType => BodyData?.DetectedBodyType?.ToString();

    public string? DetectedBodyTypeFromContentType => BodyData?.DetectedBodyTypeFromContentType?.ToString();

    public string? DetectedCompression => null;

    public string Host => Masked.Host;

    public string Protocol => Masked.Protocol;

    public int Port => Masked.Port;

    public string Origin => Masked.Origin;

    public X509Certificate2? ClientCertificate => null;

    // Two that ask at once may make it twice; the parts are the same.
    [field: MaybeNull]
    private MaskedRequest Masked => field ??= _read();

    public WireMockList<string>? GetParameter(string key, bool ignoreCase = false) =>
        (ignoreCase ? QueryIgnoreCase : Query) is { } query && query.TryGetValue(key, out var values) ? values : null;

    private Dictionary<string, WireMockList<string>> MakeHeaders()
    {
        var headers = Received.Headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(header => header.Key, header => new WireMockList<string>(header.Select(value => value.Value)));
        if (StoredLength < _bytesReceived)
        {
            headers[BytesReceived] = _bytesReceived.ToString(CultureInfo.InvariantCulture);
        }

        return headers;
    }
}
