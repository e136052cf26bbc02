using System.Text.Json;

namespace Conformance.Expecting;

/// <summary>What the <c>$names</c> of a case stand for; grows from turn to turn. Immutable.</summary>
public sealed record Bindings
{
    /// <summary>Nothing bound yet.</summary>
    public static Bindings None { get; } = new();

    /// <summary>The names with their values.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>The JSON value with every string that is a bound <c>$name</c> replaced by its value.</summary>
    public JsonElement Resolve(JsonElement value) => Values.Count == 0 ? value : throw new NotSupportedException();
}
