namespace Conformance.Tests.Architecture;

/// <summary>An arrow between two rooms: the code of the first names types of the second.</summary>
/// <param name="From">The room whose code names the other.</param>
/// <param name="To">The room that is named.</param>
/// <param name="Uses">Every pair of types that makes the arrow.</param>
internal sealed record Arrow(string From, string To, IReadOnlyList<TypeUse> Uses)
{
    private const int MostShown = 3;

    /// <summary>The places that make the arrow: type, member and named type; the first three of many.</summary>
    public string Places =>
        string.Join("; ", Uses.Take(MostShown).Select(static use => $"{use.From.Name}.{use.Member} names {use.To.Name}"))
        + (Uses.Count > MostShown ? $"; and {Uses.Count - MostShown} more" : "");
}
