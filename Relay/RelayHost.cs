using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Relay.Background;
using Relay.Configuring;
using Relay.Contract;
using Relay.Diagnostics;
using Relay.Exchange;
using Relay.Http;
using Relay.Options;
using Relay.Presets;
using Relay.Sealing;
using Relay.Storing;
using Relay.Upstreams;

namespace Relay;

/// <summary>Builds and runs the relay as a web application, for the command line and for tests on a real port.</summary>
public static class RelayHost
{
    private const int Stopped = 0;
    private const int WrongUsage = 2;
    private const int CannotListen = 3;

    // After the grace period, for the terminal events to reach their clients.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    /// <summary>Runs the relay until it receives a signal to stop.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="output">Receives one line when the relay listens, and nothing else.</param>
    /// <param name="errors">Receives one sentence when the relay cannot start.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(errors);

        if (args.Contains(CommandLine.Help, StringComparer.Ordinal) || args.Contains(CommandLine.PrintVendors, StringComparer.Ordinal))
        {
            await output.WriteLineAsync(args.Contains(CommandLine.Help, StringComparer.Ordinal) ? RelayHelp.Text : VendorListing.Create());
            return Stopped;
        }

        if (args.Contains(CommandLine.Version, StringComparer.Ordinal))
        {
            await output.WriteLineAsync($"Relay {typeof(RelayHost).Assembly.GetName().Version?.ToString(3)}");
            return Stopped;
        }

        if (args.Contains(CommandLine.PrintPolicies, StringComparer.Ordinal))
        {
            return await PrintPoliciesAsync([.. args.Where(static word => word != CommandLine.PrintPolicies)], output, errors);
        }

        if (RelayOptionsReader.Read(args, Environment.GetEnvironmentVariable, out var problem) is not { } options)
        {
            await errors.WriteLineAsync($"{problem} See --help.");
            return WrongUsage;
        }

        return await RunAsync(options, output, errors);
    }

    /// <summary>Creates a relay that does not listen yet.</summary>
    /// <param name="options">The configuration.</param>
    /// <param name="configureLogging">Replaces the log to standard error.</param>
    /// <param name="configureServices">
    /// Replaces services, such as the clock (<see cref="TimeProvider"/>) and the source of ids (<see cref="IIdSource"/>).
    /// </param>
    public static WebApplication Build(
        RelayOptions options, Action<ILoggingBuilder>? configureLogging = null, Action<IServiceCollection>? configureServices = null)
    {
        ArgumentNullException.ThrowIfNull(options);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(options.LogLevel);
        (configureLogging ?? LogToErrors)(builder.Logging);
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownGrace + LastWords);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IIdSource>(RandomIdSource.Instance);
        builder.Services.AddSingleton(options.SealKeys is { } keys ? new ReasoningSeal(keys) : ReasoningSeal.ForThisProcess());
        builder.Services.AddSingleton<ExchangeServices>();
        builder.Services.AddSingleton(_ => new UpstreamMap(options, new ProfileMap().Resolve));
        builder.Services.AddSingleton(services => CreateStore(options.Store, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<HistoryLoader>();
        builder.Services.AddSingleton<LostResponses>();
        builder.Services.AddSingleton<UnstoredResponses>();
        builder.Services.AddSingleton<BackgroundRuns>();
        builder.Services.AddHostedService<StoreUpkeep>();
        builder.Services.AddSingleton(_ => new BodyBudget(Math.Max(options.MaxBodyBytes, options.MaxBodyBytesTotal)));
        builder.Services.AddSingleton<JobReader>();
        builder.Services.AddSingleton<ResponsesEndpoint>();
        builder.Services.AddHostedService(Upkeep);
        builder.Services.AddSingleton<StoredResponsesEndpoint>();
        builder.Services.AddSingleton<ModelsEndpoint>();
        builder.Services.AddSingleton<GracefulShutdown>();
        builder.Services.AddSingleton<RelayTelemetry>();
        builder.Services.AddCors();
        configureServices?.Invoke(builder.Services);

        var app = builder.Build();
        Guard(app, options);
        RelayRoutes.Map(app, options);

        // Only this event: the others cost time for each request.
        app.Services.GetRequiredService<DiagnosticListener>().Subscribe(
            ActivatorUtilities.CreateInstance<MalformedRequestAnswers>(app.Services),
            static name => name == MalformedRequestAnswers.Event);
        if (options.Collector is { } collector)
        {
            app.Lifetime.ApplicationStopped.Register(new OpenTelemetryExport(collector).Dispose);
        }

        return app;
    }

    /// <summary>Returns the address on which a started relay listens, with its real port.</summary>
    public static Uri AddressOf(WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        return new Uri(addresses!.Addresses.First());
    }

    private static async Task<int> PrintPoliciesAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors)
    {
        if (RelayOptionsReader.ReadWithoutUpstream(args, Environment.GetEnvironmentVariable, out var problem) is not { } options)
        {
            await errors.WriteLineAsync($"{problem} See --help.");
            return WrongUsage;
        }

        await output.WriteLineAsync(Encoding.UTF8.GetString(SettingsListing.Write(options).Span));
        return Stopped;
    }

    private static async Task<int> RunAsync(RelayOptions options, TextWriter output, TextWriter errors)
    {
        // Measured on two cores: the first answer comes 30 to 45 ms sooner after the process's start, of 300 to 380.
        var warmUp = Task.Run(() => WarmUp.Run(RandomIdSource.Instance));
        await using var app = Build(options);
        foreach (var (upstream, variable) in MissingKeys.Find(options))
        {
            RelayLog.NoKey(app.Logger, upstream, variable);
        }

        try
        {
            await app.StartAsync();
        }
        catch (IOException exception) when (exception.InnerException is not null)
        {
            await errors.WriteLineAsync($"Cannot listen on {options.Host}:{options.Port}: {exception.InnerException.Message}.");
            return CannotListen;
        }
        catch (StoreUnavailableException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return CannotListen;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Stopped before it listened, for example while the database did not answer.
            return Stopped;
        }

        await output.WriteLineAsync($"Relay listening on {AddressOf(app).GetLeftPart(UriPartial.Authority)}");
        await output.FlushAsync();
        await warmUp;
        await app.WaitForShutdownAsync();
        return Stopped;
    }

    private static MemoryUpkeep Upkeep(IServiceProvider services)
    {
        var (endpoint, runs) = (services.GetRequiredService<ResponsesEndpoint>(), services.GetRequiredService<BackgroundRuns>());
        return new MemoryUpkeep(services.GetRequiredService<TimeProvider>(), () => endpoint.UnderWay + runs.Count);
    }

    private static TimeLimitedStore CreateStore(StoreOptions options, TimeProvider time) =>
        options.Postgres is { } database
            ? new TimeLimitedStore(new PostgresStore(database), options.Timeout, time)
            : new TimeLimitedStore(new MemoryStore(options.MaxBytes), TimeSpan.Zero, time);

    private static void Configure(KestrelServerOptions kestrel, RelayOptions options)
    {
        kestrel.AddServerHeader = false;

        // The reader of the body enforces the limit, so that the error has OpenAI's shape.
        kestrel.Limits.MaxRequestBodySize = null;

        // A client may pause; one that vanished without closing the connection is dropped after two minutes.
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromMinutes(2));
        kestrel.Listen(IPAddress.TryParse(options.Host, out var address) ? address : IPAddress.Loopback, options.Port);
    }

    // CORS before the keys: a browser's preflight request carries no key.
    private static void Guard(WebApplication app, RelayOptions options)
    {
        app.Use(ActivatorUtilities.CreateInstance<ExceptionMiddleware>(app.Services).InvokeAsync);
        if (options.CorsOrigins.Count > 0)
        {
            app.UseCors(policy => policy
                .WithOrigins([.. options.CorsOrigins])
                .WithMethods("GET", "POST", "DELETE")
                .AllowAnyHeader()
                .WithExposedHeaders("x-request-id", "Retry-After", "x-codex-turn-state", StoredHeader.Name));
        }

        if (options.ClientKeys is { } keys)
        {
            app.Use(new ClientKeyMiddleware(keys).InvokeAsync);
        }
        else
        {
            app.Use(ActivatorUtilities.CreateInstance<BrowserGuardMiddleware>(app.Services).InvokeAsync);
        }
    }

    private static void LogToErrors(ILoggingBuilder logging)
    {
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);

        // A failed start is reported in one sentence, without the host's stack trace.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
