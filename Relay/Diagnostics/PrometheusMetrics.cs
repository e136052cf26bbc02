using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Relay.Diagnostics;

/// <summary>
/// Sums the measurements of a meter since the start of the relay and writes them in Prometheus's format. It has no dependency, because
/// OpenTelemetry's exporter for Prometheus is still a beta version.
/// </summary>
internal sealed class PrometheusMetrics : IDisposable
{
    private readonly ConcurrentDictionary<Instrument, ConcurrentDictionary<string, MetricSeries>> _metrics = new();
    private readonly MeterListener _listener = new();

    /// <summary>Starts listening to one meter.</summary>
    public PrometheusMetrics(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => GetSeries(instrument, tags).Add(value));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => GetSeries(instrument, tags).Add(value));
        _listener.Start();
    }

    /// <summary>Writes all series in the text format 0.0.4.</summary>
    public string Write()
    {
        using var text = new StringWriter { NewLine = "\n" };
        foreach (var (instrument, series) in Snapshot(_metrics).OrderBy(static metric => metric.Key.Name, StringComparer.Ordinal))
        {
            var name = PrometheusNames.GetName(instrument);
            text.WriteLine($"# HELP {name} {instrument.Description}");
            text.WriteLine($"# TYPE {name} {PrometheusNames.GetKind(instrument)}");
            foreach (var (labels, one) in Snapshot(series).OrderBy(static one => one.Key, StringComparer.Ordinal))
            {
                one.Write(text, name, labels);
            }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();

    /// <summary>
    /// Copies a dictionary that others may add to. LINQ's operators that copy it themselves, such as <c>OrderBy</c>, throw when it grows
    /// between the look at its size and the copy.
    /// </summary>
    private static KeyValuePair<TKey, TValue>[] Snapshot<TKey, TValue>(ConcurrentDictionary<TKey, TValue> growing)
        where TKey : notnull => growing.ToArray();

    private MetricSeries GetSeries(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = _metrics.GetOrAdd(instrument, static _ => new ConcurrentDictionary<string, MetricSeries>(StringComparer.Ordinal));
        return series.GetOrAdd(
            PrometheusNames.FormatLabels(tags), static (_, boundaries) => new MetricSeries(boundaries), GetBoundaries(instrument));
    }

    private static double[]? GetBoundaries(Instrument instrument) => instrument switch
    {
        Histogram<double> histogram => [.. histogram.Advice?.HistogramBucketBoundaries ?? []],
        Histogram<long> histogram => [.. (histogram.Advice?.HistogramBucketBoundaries ?? []).Select(static boundary => (double)boundary)],
        _ => null,
    };
}
