using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using MockUpstream.Compiling;
using MockUpstream.Playing;
using WireMock;
using WireMock.ResponseBuilders;
using WireMock.Types;
using WireMock.Util;

namespace MockUpstream.Observing;

/// <summary>
/// A played answer in WireMock's log. Head and body are created on request; until then it stores only figures and the script, which every
/// play shares.
/// </summary>
internal sealed class PlayedMessage(
    string key,
    ExchangeAnswer answer,
    RunState end,
    int writes,
    long sent,
    bool isExact,
    DateTime ended) : IResponseMessage
{
    /// <summary>The case.</summary>
    public string Case => key;

    /// <summary>The number of bytes of it that are stored.</summary>
    public int StoredLength => (int)Math.Min(sent, PlayedAnswer.MaxStoredBytes);

    public DateTime DateTime => ended;

    public string? Method => Made.Method;

    public string? BodyOriginal => Made.BodyOriginal;

    public IBodyData? BodyData
    {
        get => Made.BodyData;
        set => Made.BodyData = value;
    }

    public string? BodyDestination
    {
        get => Made.BodyDestination;
        set => Made.BodyDestination = value;
    }

    public double? FaultPercentage
    {
        get => Made.FaultPercentage;
        set => Made.FaultPercentage = value;
    }

    public FaultType FaultType
    {
        get => Made.FaultType;
        set => Made.FaultType = value;
    }

    public IDictionary<string, WireMockList<string>>? Headers
    {
        get => Made.Headers;
        set => Made.Headers = value;
    }

    public IDictionary<string, WireMockList<string>>? TrailingHeaders
    {
        get => Made.TrailingHeaders;
        set => Made.TrailingHeaders = value;
    }

    public object? StatusCode
    {
        get => Made.StatusCode;
        set => Made.StatusCode = value;
    }

    // Two that ask at once may make it twice; both are the same.
    [field: MaybeNull]
    private ResponseMessage Made =>
        field ??= new ResponseMessage { StatusCode = answer.Status, DateTime = ended, Headers = MakeHeaders(), BodyData = MakeBody() };

    public void AddHeader(string name, string value) => Made.AddHeader(name, value);

    public void AddHeader(string name, params string[] values) => Made.AddHeader(name, values);

    public void AddTrailingHeader(string name, string value) => Made.AddTrailingHeader(name, value);

    public void AddTrailingHeader(string name, params string[] values) => Made.AddTrailingHeader(name, values);

    private Dictionary<string, WireMockList<string>> MakeHeaders()
    {
        var headers = new Dictionary<string, WireMockList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in answer.Headers.GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase))
        {
            headers[header.Key] = new WireMockList<string>(header.Select(value => value.Value));
        }

        headers["x-mock-case"] = key;
        headers["x-mock-exchange"] = answer.Exchange is { } exchange ? FormatNumber(exchange + 1) : "none left";
        headers["x-mock-writes"] = FormatNumber(writes);
        headers["x-mock-boundaries"] = isExact ? "one send a write" : "writes may be merged: the server's transport buffers them";
        headers["x-mock-bytes-sent"] = FormatNumber(sent);
        headers["x-mock-end"] = PlayedAnswer.DescribeEnd(end);
        if (sent > StoredLength)
        {
            headers["x-mock-bytes-kept"] = FormatNumber(StoredLength);
        }

        return headers;
    }

    private BodyData MakeBody()
    {
        var bytes = PlayedAnswer.RecreateBytes(answer.Script, writes);
        return LoggedBody.Decode(bytes) is { } text
            ? new BodyData { DetectedBodyType = BodyType.String, BodyAsString = text, Encoding = Encoding.UTF8 }
            : new BodyData { DetectedBodyType = BodyType.Bytes, BodyAsBytes = bytes };
    }

    private static string FormatNumber(long number) => number.ToString(CultureInfo.InvariantCulture);
}
