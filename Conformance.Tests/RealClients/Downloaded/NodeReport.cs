using System.Text.Json;

namespace Conformance.Tests.RealClients.Downloaded;

/// <summary>What <c>responses.mjs</c> told about one task.</summary>
internal sealed record NodeReport(JsonElement Json)
{
    /// <summary>The value at a dotted path as text, or <see langword="null"/> when there is none.</summary>
    public string? Text(string path)
    {
        var value = Json;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetRawText() : value.ToString();
    }

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string?> Texts(string name) =>
        [.. Json.GetProperty(name).EnumerateArray().Select(static text => text.GetString())];
}
