using System.Text.Json;

namespace Relay.ChatCompletions;

/// <summary>Contains what a delta of <c>reasoning_details</c> can name its element by.</summary>
internal readonly record struct DetailKeys(int? Index, string? Type, string? Id)
{
    public static DetailKeys Of(JsonElement delta) => new(GetIndex(delta), GetText(delta, "type"), GetText(delta, "id"));

    /// <summary>Returns whether neither type nor id differ; an absent one does not.</summary>
    public bool Agrees(DetailKeys said) => Agrees(Type, said.Type) && Agrees(Id, said.Id);

    public static string? GetText(JsonElement delta, string name) =>
        delta.TryGetProperty(name, out var text) && text.ValueKind is JsonValueKind.String ? text.GetString() : null;

    private static bool Agrees(string? known, string? said) => known is null || said is null || known == said;

    private static int? GetIndex(JsonElement delta) =>
        delta.TryGetProperty("index"u8, out var index)
            && index.ValueKind is JsonValueKind.Number
            && index.TryGetInt32(out var number)
                ? number
                : null;
}
