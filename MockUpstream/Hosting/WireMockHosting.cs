using WireMock.Logging;
using WireMock.Server;
using WireMock.Settings;
using WireMock.Types;

namespace MockUpstream.Hosting;

/// <summary>Starts the WireMock server of a host.</summary>
internal static class WireMockHosting
{
    public static WireMockServer Start(Listeners listeners, FrontDoor door, CaseStates states) => WireMockServer.Start(new WireMockServerSettings
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
}
