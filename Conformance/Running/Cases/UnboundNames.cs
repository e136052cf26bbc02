using System.Text.Json;
using Conformance.Expecting.Patterns;
using Scenarios.Model;

namespace Conformance.Running.Cases;

/// <summary>
/// Finds the <c>$names</c> of a client's request for which an earlier turn returned no value, so that the request cannot be made.
/// </summary>
internal static class UnboundNames
{
    /// <summary>Returns the first name without a value; <see langword="null"/> when the request can be made.</summary>
    /// <param name="client">The request, in which the lint allows no other names than those of earlier turns.</param>
    /// <param name="bindings">The values so far. An empty text is not a value, because no request can refer to it.</param>
    public static string? FindFirst(ClientRequest client, Bindings bindings)
    {
        IEnumerable<string> names = client.Http is { } other ? [.. Bindings.NamesIn(other.Path), .. Names(other.Body)] : Names(client.Body);
        return names.Concat(client.Headers.Select(static header => header.Value).Where(Bindings.IsName))
            .FirstOrDefault(name => !HasValue(bindings, name));
    }

    private static bool HasValue(Bindings bindings, string name) =>
        bindings.Values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null
            && !(value.ValueKind == JsonValueKind.String && value.ValueEquals(""));

    private static IEnumerable<string> Names(JsonElement? value) => value switch
    {
        { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().SelectMany(static member => Names(member.Value)),
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().SelectMany(static one => Names(one)),
        { ValueKind: JsonValueKind.String } text when JsonFormat.ReadString(text) is var word && Bindings.IsName(word) => [word],
        _ => [],
    };
}
