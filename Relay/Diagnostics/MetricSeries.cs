using System.Globalization;

namespace Relay.Diagnostics;

/// <summary>Sums one series of measurements; for a histogram it also counts those below each boundary.</summary>
/// <param name="boundaries">The boundaries of a histogram, ascending; <see langword="null"/> for a counter.</param>
internal sealed class MetricSeries(double[]? boundaries)
{
    private readonly Lock _adding = new();
    private readonly long[] _buckets = new long[boundaries?.Length ?? 0];
    private double _sum;
    private long _count;

    public void Add(double value)
    {
        lock (_adding)
        {
            _sum += value;
            _count++;
            if (boundaries is not null && Array.FindIndex(boundaries, boundary => value <= boundary) is var bucket and >= 0)
            {
                _buckets[bucket]++;
            }
        }
    }

    /// <summary>Writes the lines of the series.</summary>
    /// <param name="text">The output.</param>
    /// <param name="name">The name of the metric.</param>
    /// <param name="labels">The labels without braces, such as <c>a="b",c="d"</c>; may be empty.</param>
    public void Write(TextWriter text, string name, string labels)
    {
        lock (_adding)
        {
            if (boundaries is not null)
            {
                WriteBuckets(text, name, labels);
                text.WriteLine($"{name}_sum{AddBraces(labels)} {Format(_sum)}");
                text.WriteLine($"{name}_count{AddBraces(labels)} {_count}");
            }
            else
            {
                text.WriteLine($"{name}{AddBraces(labels)} {Format(_sum)}");
            }
        }
    }

    private void WriteBuckets(TextWriter text, string name, string labels)
    {
        var below = 0L;
        for (var i = 0; i < _buckets.Length; i++)
        {
            below += _buckets[i];
            text.WriteLine($"{name}_bucket{AddBraces(Joined(labels, $"le=\"{Format(boundaries![i])}\""))} {below}");
        }

        text.WriteLine($"{name}_bucket{AddBraces(Joined(labels, "le=\"+Inf\""))} {_count}");
    }

    private static string Joined(string labels, string label) => labels.Length == 0 ? label : $"{labels},{label}";

    private static string AddBraces(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    private static string Format(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
