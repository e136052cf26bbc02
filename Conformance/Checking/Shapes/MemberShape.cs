using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Checking.Shapes;

/// <summary>Which contract requires a member to be there.</summary>
internal enum Demand
{
    /// <summary>None: it may be absent.</summary>
    Optional,

    /// <summary>Open Responses alone.</summary>
    OpenResponses,

    /// <summary>Both contracts, but it is a list whose absence breaks no client that was observed.</summary>
    List,

    /// <summary>OpenAI's types.</summary>
    OpenAi,
}

/// <summary>Which contract allows a member to be null.</summary>
internal enum Nulls
{
    /// <summary>None.</summary>
    Never,

    /// <summary>OpenAI's types; Open Responses does not.</summary>
    OpenAiOnly,

    /// <summary>Both.</summary>
    Allowed,
}

/// <summary>The contract for one member of an object.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Kinds">The kinds of values it may have.</param>
/// <param name="Demand">Which contract requires it.</param>
/// <param name="Nulls">Which contract allows null.</param>
internal sealed record MemberShape(string Name, JsonKinds Kinds, Demand Demand = Demand.Optional, Nulls Nulls = Nulls.Never)
{
    /// <summary>The only strings it may be; empty where any string will do.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The range of an integer, both ends included, with the unit that it stands for.</summary>
    public (long Least, long Most, string Unit)? Range { get; init; }

    /// <summary>The shape of the object that it is.</summary>
    public ObjectShape? Inner { get; init; }

    /// <summary>The shape of each element of the array that it is.</summary>
    public ObjectShape? Elements { get; init; }

    public bool Fits(JsonElement value) => value.ValueKind switch
    {
        _ when Kinds.HasFlag(JsonKinds.Any) => true,
        JsonValueKind.String => Kinds.HasFlag(JsonKinds.Text) || (Kinds.HasFlag(JsonKinds.Name) && value.Text() is { Length: > 0 }),
        JsonValueKind.Number => Kinds.HasFlag(JsonKinds.Number)
            || (Kinds.HasFlag(JsonKinds.Integer) && value.Integer() is not null)
            || (Kinds.HasFlag(JsonKinds.Count) && value.Integer() is >= 0),
        JsonValueKind.True or JsonValueKind.False => Kinds.HasFlag(JsonKinds.Boolean),
        JsonValueKind.Array => Kinds.HasFlag(JsonKinds.List),
        JsonValueKind.Object => Kinds.HasFlag(JsonKinds.Object),
        _ => false,
    };

    /// <summary>The kinds in words, such as <c>a string or an object</c>.</summary>
    public string Describe()
    {
        (JsonKinds Kind, string Words)[] names =
        [
            (JsonKinds.Text, "a string"), (JsonKinds.Name, "a non-empty string"), (JsonKinds.Integer, "an integer"),
            (JsonKinds.Count, "an integer from 0"),
            (JsonKinds.Number, "a number"), (JsonKinds.Boolean, "a boolean"), (JsonKinds.List, "an array"), (JsonKinds.Object, "an object"),
            (JsonKinds.Any, "any value"),
        ];
        return string.Join(" or ", names.Where(name => Kinds.HasFlag(name.Kind)).Select(name => name.Words))
            + (Nulls == Nulls.Allowed ? " or null" : "");
    }
}
