using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Relay.Diagnostics;

/// <summary>
/// Sends the relay's spans and metrics to a collector, as OTLP over HTTP. Its assemblies are loaded only if a collector is configured.
/// </summary>
/// <remarks>
/// The standard variables apply as well: <c>OTEL_EXPORTER_OTLP_HEADERS</c>, <c>OTEL_SERVICE_NAME</c>, <c>OTEL_RESOURCE_ATTRIBUTES</c>,
/// <c>OTEL_TRACES_SAMPLER</c>, <c>OTEL_METRIC_EXPORT_INTERVAL</c>. Spans contain names and numbers, never texts, keys or the upstream's
/// address.
/// </remarks>
internal sealed class OpenTelemetryExport : IDisposable
{
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    /// <summary>Starts the export.</summary>
    /// <param name="collector">The collector's base URL, such as <c>http://127.0.0.1:4318</c>.</param>
    public OpenTelemetryExport(Uri collector)
    {
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource(RelayTelemetry.Source, "Microsoft.AspNetCore")
            .AddOtlpExporter(options => Send(options, collector, "v1/traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(RelayTelemetry.Source)
            .AddOtlpExporter(options => Send(options, collector, "v1/metrics"))
            .Build();
    }

    /// <summary>Sends the remaining data and stops.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    // The environment takes precedence, as everywhere in OpenTelemetry.
    private static void Describe(ResourceBuilder resource) =>
        resource.Clear()
            .AddService("relay", serviceVersion: typeof(OpenTelemetryExport).Assembly.GetName().Version?.ToString(3))
            .AddEnvironmentVariableDetector();

    private static void Send(OtlpExporterOptions options, Uri collector, string path)
    {
        options.Protocol = OtlpExportProtocol.HttpProtobuf;
        options.Endpoint = new Uri(collector.AbsoluteUri.TrimEnd('/') + "/" + path);
    }
}
