using System.Text.Json.Serialization;

namespace Conformance.Probing;

/// <summary>The JSON that the probe writes itself.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class ProbeJson : JsonSerializerContext;
