using System.Text.Json;

namespace MockUpstream.Varying.Bodies;

/// <summary>A JSON value by its place in a body.</summary>
/// <param name="Kind">The kind of value.</param>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The first byte behind it.</param>
/// <param name="Members">The members of an object.</param>
/// <param name="Elements">The elements of an array.</param>
internal sealed record JsonSpan(
    JsonValueKind Kind,
    int Start,
    int End,
    IReadOnlyList<JsonSpanMember> Members,
    IReadOnlyList<JsonSpan> Elements)
{
    public bool IsObject => Kind == JsonValueKind.Object;

    /// <summary>The value of a member; <see langword="null"/> if the object does not have it.</summary>
    public JsonSpan? this[string name] => Members.FirstOrDefault(member => member.Name == name)?.Value;
}

/// <summary>A member of an object.</summary>
/// <param name="Name">Its name without escapes.</param>
/// <param name="Start">The quotation mark before its name.</param>
/// <param name="Value">Its value.</param>
internal sealed record JsonSpanMember(string Name, int Start, JsonSpan Value);
