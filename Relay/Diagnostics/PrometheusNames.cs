using System.Diagnostics.Metrics;
using System.Text;

namespace Relay.Diagnostics;

/// <summary>Converts OpenTelemetry's names to Prometheus's.</summary>
internal static class PrometheusNames
{
    /// <summary>Returns the name of a metric with its unit, and with <c>_total</c> for a counter.</summary>
    public static string GetName(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_');
        var unit = instrument.Unit == "s" ? "_seconds" : "";
        return name + unit + (GetKind(instrument) == "counter" ? "_total" : "");
    }

    public static string GetKind(Instrument instrument) => instrument switch
    {
        Histogram<double> or Histogram<long> => "histogram",
        Counter<double> or Counter<long> => "counter",
        _ => "gauge",
    };

    /// <summary>Returns labels without braces. Values are escaped, because clients choose some of them.</summary>
    public static string FormatLabels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            labels.Append(labels.Length == 0 ? "" : ",").Append(name.Replace('.', '_')).Append("=\"");
            AppendEscaped(labels, value?.ToString() ?? "");
            labels.Append('"');
        }

        return labels.ToString();
    }

    private static void AppendEscaped(StringBuilder labels, string value)
    {
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '\\' => labels.Append(@"\\"),
                '"' => labels.Append("\\\""),
                '\n' => labels.Append(@"\n"),
                _ => labels.Append(letter),
            };
        }
    }
}
