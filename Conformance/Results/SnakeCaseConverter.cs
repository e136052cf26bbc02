using System.Text.Json;
using System.Text.Json.Serialization;

namespace Conformance.Results;

/// <summary>Writes an enum's words as the command line and the scenarios spell them: <c>non_strict</c>. Numbers are refused.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class SnakeCaseConverter<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
