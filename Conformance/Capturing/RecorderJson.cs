using System.Text.Json.Serialization;

namespace Conformance.Capturing;

/// <summary>The recorder's own refusals as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RecorderError))]
internal sealed partial class RecorderJson : JsonSerializerContext;

/// <summary>A refusal in the shape of the chat API.</summary>
internal sealed record RecorderError(RecorderErrorBody Error);

/// <summary>The reason of a refusal.</summary>
internal sealed record RecorderErrorBody(string Message, string Type, string Code);
