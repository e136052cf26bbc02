using System.Text.Json;
using System.Text.Json.Serialization;
using Benchmarks.Measuring;

namespace Benchmarks.Reporting;

/// <summary>Writes the figures for programs.</summary>
internal static class ResultJson
{
    /// <summary>Writes one array with an object a line of the table.</summary>
    public static async Task WriteAsync(IReadOnlyList<Measurement> measured, FileInfo file, CancellationToken cancellationToken)
    {
        await using var stream = file.Create();
        await JsonSerializer.SerializeAsync(stream, measured, ResultContext.Default.IReadOnlyListMeasurement, cancellationToken);
    }
}

/// <summary>The JSON of the figures.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<Measurement>))]
internal sealed partial class ResultContext : JsonSerializerContext;
