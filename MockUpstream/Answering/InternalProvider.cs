using WireMock;
using WireMock.ResponseProviders;
using WireMock.Server;
using WireMock.Settings;

namespace MockUpstream.Answering;

/// <summary>Hides a provider of ours from WireMock's list of mappings.</summary>
/// <remarks>
/// WireMock lists, saves and converts mappings by casting each provider to its own <c>Response</c>, which cannot be derived from, so a
/// single mapping with another provider makes <c>GET /__admin/mappings</c> fail. WireMock skips mappings whose provider is its proxy's, and
/// does not remove them at a reset. That type is internal. If it is missing, the provider is used directly, and the list fails as it does
/// for any provider of a user.
/// </remarks>
internal static class InternalProvider
{
    private static readonly Type? Shell = typeof(WireMockServer).Assembly.GetType("WireMock.ResponseProviders.ProxyAsyncResponseProvider");

    /// <summary>Wraps a provider in WireMock's internal type.</summary>
    /// <param name="provider">The provider, which is called without a mapping.</param>
    public static IResponseProvider Wrap(IResponseProvider provider)
    {
        Func<HttpContext, IRequestMessage, WireMockServerSettings, Task<IResponseMessage>> answer = async (context, request, settings) =>
            (await provider.ProvideResponseAsync(null!, context, request, settings)).Message;

        return Shell is null
            ? provider
            : Activator.CreateInstance(Shell, answer, new WireMockServerSettings()) as IResponseProvider ?? provider;
    }
}
