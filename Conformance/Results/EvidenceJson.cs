using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conformance.Results;

/// <summary>The JSON of the files in a case's folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AnswerFile))]
[JsonSerializable(typeof(ExchangeFile))]
[JsonSerializable(typeof(WriteLine))]
[JsonSerializable(typeof(EventEvidence))]
[JsonSerializable(typeof(TimelineEntry))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class EvidenceJson : JsonSerializerContext
{
    /// <summary>One object a line.</summary>
    public static EvidenceJson Lines =>
        field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>For files that people open by themselves.</summary>
    public static EvidenceJson Indented => field ??= new(new JsonSerializerOptions(Lines.Options) { WriteIndented = true });
}
