using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Reflection;
using MockUpstream.Answering;
using WireMock;
using WireMock.Logging;
using WireMock.Models;
using WireMock.Server;

namespace MockUpstream.Hosting;

/// <summary>
/// Parts of a WireMock server that its public types do not give: its log as a list, its mappings without a copy, and its options.
/// </summary>
/// <remarks>
/// These members are internal, so another version may not have them. Then this class is not used, and every request takes WireMock's own
/// way.
/// </remarks>
internal sealed class WireMockInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    private readonly ConcurrentDictionary<Guid, IMapping> _mappings;
    private readonly Func<TimeSpan?> _delay;
    private readonly Func<bool?> _takesPartial;
    private readonly Func<bool?> _queues;
    private readonly Func<int?> _mostLogged;
    private readonly Func<int?> _hoursLogged;
    private readonly Func<object?> _traces;
    private readonly ConstructorInfo _request;
    private readonly object _options;

    /// <exception cref="MissingMemberException">This version has a member otherwise.</exception>
    private WireMockInternals(WireMockServer server)
    {
        _options = typeof(WireMockServer).GetField("_options", Hidden)?.GetValue(server)
            ?? throw new MissingMemberException(nameof(WireMockServer), "_options");
        _mappings = CreateGetter<ConcurrentDictionary<Guid, IMapping>>("Mappings")();
        Log = CreateGetter<ObservableCollection<LogEntry>>("LogEntries")();
        _delay = CreateGetter<TimeSpan?>("RequestProcessingDelay");
        _takesPartial = CreateGetter<bool?>("AllowPartialMapping");
        _queues = CreateGetter<bool?>("HandleRequestsSynchronously");
        _mostLogged = CreateGetter<int?>("MaxRequestLogCount");
        _hoursLogged = CreateGetter<int?>("RequestLogExpirationDuration");
        _traces = CreateGetter<object?>("ActivityTracingOptions");
        _request = Array.Find(
            typeof(RequestMessage).GetConstructors(Hidden),
            static one => one.GetParameters() is [_, { ParameterType: var url }, _, _, _, _, _, _, _] && url == typeof(UrlDetails))
            ?? throw new MissingMemberException(nameof(RequestMessage), ".ctor");
    }

    /// <summary>The log. It locks itself.</summary>
    public ObservableCollection<LogEntry> Log { get; }

    /// <summary>
    /// Whether a request that belongs to a case can only be answered by that case, at once: no mapping is enabled but ours, and no option
    /// changes how requests are handled or logged.
    /// </summary>
    public bool PlaysCasesAlone =>
        _delay() is not { Ticks: > 0 }
            && _takesPartial() is not true && _queues() is not true && _mostLogged() is null && _hoursLogged() is null
            && _traces() is null && HasOurMappingsAlone();

    /// <summary>Returns what there is of a server; <see langword="null"/> for a version that is made otherwise.</summary>
    public static WireMockInternals? TryCreate(WireMockServer server)
    {
        try
        {
            return new WireMockInternals(server);
        }
        catch (Exception otherwise) when (otherwise is MissingMemberException or ArgumentException or InvalidCastException)
        {
            return null;
        }
    }

    /// <summary>Makes WireMock's own view of a request, without its body.</summary>
    public IRequestMessage Read(
        Uri url,
        string method,
        string clientAddress,
        Dictionary<string, string[]> headers,
        string version,
        DateTime at)
    {
        var message = (RequestMessage)_request.Invoke([
            _options,
            new UrlDetails(url, url),
            method,
            clientAddress,
            null,
            headers,
            new Dictionary<string, string>(StringComparer.Ordinal),
            version,
            null,
        ]);
        message.DateTime = at;
        return message;
    }

    private bool HasOurMappingsAlone()
    {
        var ours = 0;
        foreach (var (guid, mapping) in _mappings)
        {
            if (ScenarioMappings.IsOurs(guid))
            {
                ours += mapping.IsDisabled ? 0 : 1;
            }
            else if (!mapping.IsDisabled)
            {
                return false;
            }
        }

        return ours == ScenarioMappings.Count;
    }

    private Func<T> CreateGetter<T>(string name) =>
        _options.GetType().GetProperty(name)?.GetMethod?.CreateDelegate<Func<T>>(_options)
            ?? throw new MissingMemberException(_options.GetType().Name, name);
}
