using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conformance.Results;

/// <summary>The JSON of <c>results.jsonl</c> and <c>findings.json</c>: snake case, nulls left out, text left as text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(ResultLine))]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class ResultsJson : JsonSerializerContext
{
    /// <summary>One object a line.</summary>
    public static ResultsJson Lines =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>For files that people open by themselves.</summary>
    public static ResultsJson Indented => field ??= new(new JsonSerializerOptions(Lines.Options) { WriteIndented = true });
}
