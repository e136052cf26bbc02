using System.Text.Json;
using Conformance.Reading;

namespace Conformance.Checking.Shapes;

/// <summary>Compares JSON with the shapes of the contract. Unknown members and unknown types are never a fault.</summary>
internal static class ShapeReader
{
    /// <summary>Returns the faults of an object and of everything in it, in the order of the table.</summary>
    public static IEnumerable<ShapeFault> Compare(JsonElement json, ObjectShape shape, string path)
    {
        foreach (var member in shape.Members(json))
        {
            var value = json.Member(member.Name);
            var at = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            if (Judge(value, member) is { } kind)
            {
                yield return new ShapeFault(kind, shape.Owner, shape.Name(json), at, member, value, json);
                continue;
            }

            foreach (var inner in CompareInside(value, member, at))
            {
                yield return inner;
            }
        }
    }

    private static FaultKind? Judge(JsonElement value, MemberShape member) => value.ValueKind switch
    {
        JsonValueKind.Undefined => member.Demand == Demand.Optional ? null : FaultKind.Missing,
        JsonValueKind.Null => member.Nulls == Nulls.Allowed || member.Kinds.HasFlag(JsonKinds.Any) ? null : FaultKind.Null,
        _ when !member.Fits(value) => FaultKind.Type,
        JsonValueKind.String when member.Words.Count > 0 && !member.Words.Contains(value.Text()!, StringComparer.Ordinal) =>
            FaultKind.Value,
        JsonValueKind.Number when member.Range is { } range && value.Integer() is { } number
            && (number < range.Least || number > range.Most) => FaultKind.Value,
        _ => null,
    };

    private static IEnumerable<ShapeFault> CompareInside(JsonElement value, MemberShape member, string at)
    {
        if (member.Inner is { } inner && value.IsObject())
        {
            return Compare(value, inner, at);
        }

        return member.Elements is { } elements
            ? value.Elements().SelectMany((element, index) => CompareElement(element, member, elements, $"{at}[{index}]"))
            : [];
    }

    private static IEnumerable<ShapeFault> CompareElement(JsonElement element, MemberShape list, ObjectShape shape, string at) =>
        element.IsObject()
            ? Compare(element, shape, at)
            : [new ShapeFault(
                FaultKind.Type,
                shape.Owner,
                $"An element of `{list.Name}`",
                at,
                new MemberShape(list.Name, JsonKinds.Object),
                element,
                element)];
}
