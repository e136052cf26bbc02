using Newtonsoft.Json;
using WireMock.Logging;
using WireMock.Server;
using WireMock.Settings;
using WireMock.Types;

namespace MockUpstream.Hosting;

/// <summary>Starts the WireMock server of a host.</summary>
internal static class WireMockHosting
{
    public static WireMockServer Start(Listeners listeners, RequestGateway door, CaseStates states) => WireMockServer.Start(new Settings
    {
        // No listener of WireMock's: its own takes a name for an address, and a port for a port on IPv6 too.
        HostingScheme = HostingScheme.None,
        StartAdminInterface = true,
        AllowBodyForAllHttpMethods = true,
        DisableRequestBodyDecompressing = true,
        AdditionalServiceRegistration = listeners.Register,
        PreWireMockMiddlewareInit = door.Init,
        ScenarioStateStore = states,
        Logger = new WireMockNullLogger(),
    });

    /// <summary>
    /// Settings without a JSON form. WireMock writes them as JSON for its logger at each start, whether there is one or not, which takes 70
    /// ms.
    /// </summary>
    [JsonObject(MemberSerialization.OptIn)]
    private sealed class Settings : WireMockServerSettings;
}
