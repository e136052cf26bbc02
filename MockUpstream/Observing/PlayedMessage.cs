using WireMock;
using WireMock.ResponseBuilders;
using WireMock.Types;
using WireMock.Util;

namespace MockUpstream.Observing;

/// <summary>A played answer in WireMock's log. Head and body are made when somebody asks.</summary>
internal sealed class PlayedMessage(PlayedAnswer answer, DateTime ended) : IResponseMessage
{
    private readonly Lazy<ResponseMessage> _made = new(() => answer.ToMessage(ended));

    /// <summary>The bytes kept of it.</summary>
    public int Kept => answer.Kept;

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

    private ResponseMessage Made => _made.Value;

    public void AddHeader(string name, string value) => Made.AddHeader(name, value);

    public void AddHeader(string name, params string[] values) => Made.AddHeader(name, values);

    public void AddTrailingHeader(string name, string value) => Made.AddTrailingHeader(name, value);

    public void AddTrailingHeader(string name, params string[] values) => Made.AddTrailingHeader(name, values);
}
