using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Conformance.Capturing;

/// <summary>An HTTP server between a client and a vendor: passes all bytes on at once, and reports each exchange.</summary>
internal sealed class CapturingProxy : IAsyncDisposable
{
    private readonly CapturingOptions _options;
    private readonly HttpMessageInvoker _client;
    private readonly WebApplication _app;

    private CapturingProxy(CapturingOptions options)
    {
        _options = options;
        var vendor = new VendorAddress(options.To);
        _client = CreateClient(vendor);
        _app = Build(options);
        _app.Run(new Forwarder(vendor, _client, options).HandleAsync);
    }

    /// <summary>The address that a client is given, such as <c>http://127.0.0.1:9100</c>.</summary>
    public Uri Url { get; private set; } = new("http://localhost");

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The port is taken; the message is one sentence.</exception>
    public static async Task<CapturingProxy> StartAsync(CapturingOptions options, CancellationToken cancellationToken)
    {
        var proxy = new CapturingProxy(options);
        try
        {
            await proxy._app.StartAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            await proxy.DisposeAsync();
            var reason = failure.InnerException is AddressInUseException ? "another program listens there" : failure.Message;
            throw new IOException($"Cannot listen on {options.Address} port {options.Port}: {reason}.", failure);
        }

        proxy.Url = new Uri(proxy._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return proxy;
    }

    /// <summary>Ends what still passes, then stops to listen.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private static HttpMessageInvoker CreateClient(VendorAddress vendor) => new(new SocketsHttpHandler
    {
        UseProxy = !vendor.IsLoopback,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        // A connection for each exchange: on a reused one, the end of the exchange before could be taken for an answer.
        PooledConnectionLifetime = TimeSpan.Zero,
        // A client that has left must be felt by the vendor at once.
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    });

    private static WebApplication Build(CapturingOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowAlternateSchemes = true;
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.UTF8;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Parse(options.Address), options.Port, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        // Each read of the vendor's answer becomes a separate send.
        builder.WebHost.UseSockets(static sockets => sockets.MaxWriteBufferSize = 1);
        return builder.Build();
    }
}
