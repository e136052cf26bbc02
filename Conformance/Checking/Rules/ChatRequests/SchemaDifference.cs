using System.Text.Json;
using Conformance.Reading;
using Conformance.Results;

namespace Conformance.Checking.Rules.ChatRequests;

/// <summary>Finds the first place at which a JSON schema differs from the client's schema.</summary>
/// <param name="Path">The place below the schema, such as <c>.properties.city.type</c>.</param>
/// <param name="Expected">The client's value.</param>
/// <param name="Received">The value sent.</param>
/// <param name="Severity">A warning where only a note to the reader is lost.</param>
/// <remarks>
/// A relay may add what strict mode or a vendor demands (<c>type</c>, an empty <c>properties</c> or <c>items</c>, <c>required</c>,
/// <c>additionalProperties</c>, <c>null</c> as a further type); everything else is the client's.
/// </remarks>
internal sealed record SchemaDifference(string Path, string Expected, string Received, Severity Severity)
{
    private static readonly string[] Notes = [
        "$schema", "$id", "$comment", "title", "examples", "default", "additionalProperties", "strict", "format",
    ];
    private static readonly string[] Added = [
        "type", "properties", "items", "required", "additionalProperties", "description", "title", "strict", "$schema", "nullable",
    ];
    private static readonly string[] OfNames = ["properties", "$defs", "definitions", "patternProperties"];

    /// <summary>The difference, errors before warnings; <see langword="null"/> when there is none.</summary>
    public static SchemaDifference? Find(JsonElement asked, JsonElement sent) => InSchema(asked, sent, "").MinBy(found => found.Severity);

    private static IEnumerable<SchemaDifference> InSchema(JsonElement asked, JsonElement sent, string path)
    {
        if (!asked.IsObject() || !sent.IsObject())
        {
            return asked.Same(sent) ? [] : [Differ(asked, sent, path)];
        }

        return [.. asked.EnumerateObject().SelectMany(member => InMember(member, sent, path)), .. Invented(asked, sent, path)];
    }

    private static IEnumerable<SchemaDifference> InMember(JsonProperty member, JsonElement sent, string path)
    {
        var other = sent.Member(member.Name);
        var place = $"{path}.{member.Name}";
        return member.Name switch
        {
            _ when !other.IsPresent() => IsNothing(member.Value)
                ? []
                : [Differ(member.Value, other, place, Notes.Contains(member.Name) ? Severity.Warning : Severity.Error)],
            _ when OfNames.Contains(member.Name) && member.Value.IsObject() => InNames(member.Value, other, place),
            "required" => member.Value.Elements().All(name => Has(other, name)) ? [] : [Differ(member.Value, other, place)],
            "type" => member.Value.Same(other) || Has(other, member.Value) || (member.Value.IsArray()
                && member.Value.Elements().All(type => Has(other, type))) ? [] : [Differ(member.Value, other, place)],
            "additionalProperties" => member.Value.Same(other) ? [] : [Differ(member.Value, other, place, Severity.Warning)],
            "enum" => member.Value.Elements().All(value => Has(other, value)) ? [] : [Differ(member.Value, other, place)],
            "const" or "examples" or "default" => member.Value.Same(other) ? [] : [Differ(member.Value, other, place)],
            "description" => other.Text()?.Contains(member.Value.Text() ?? "", StringComparison.Ordinal) == true
                ? []
                : [Differ(member.Value, other, place)],
            _ when member.Value.IsArray() => InList(member.Value, other, place),
            _ => InSchema(member.Value, other, place),
        };
    }

    /// <summary>In these the members are names of the client's, and none may be lost or made up.</summary>
    private static IEnumerable<SchemaDifference> InNames(JsonElement asked, JsonElement sent, string path)
    {
        foreach (var member in asked.EnumerateObject())
        {
            var other = sent.Member(member.Name);
            foreach (var found in other.IsPresent()
                ? InSchema(member.Value, other, $"{path}.{member.Name}")
                : [Differ(member.Value, other, $"{path}.{member.Name}")])
            {
                yield return found;
            }
        }

        foreach (var member in sent.IsObject() ? sent.EnumerateObject().ToList() : [])
        {
            if (!asked.Member(member.Name).IsPresent())
            {
                yield return Differ(default, member.Value, $"{path}.{member.Name}");
            }
        }
    }

    private static IEnumerable<SchemaDifference> InList(JsonElement asked, JsonElement sent, string path) =>
        asked.GetArrayLength() != sent.Elements().Count
            ? [Differ(asked, sent, path)]
            : asked.Elements().SelectMany((element, index) => InSchema(element, sent.Element(index), $"{path}[{index}]"));

    private static IEnumerable<SchemaDifference> Invented(JsonElement asked, JsonElement sent, string path) =>
        sent.EnumerateObject()
            .Where(member => !asked.Member(member.Name).IsPresent() && !Added.Contains(member.Name))
            .Select(member => Differ(default, member.Value, $"{path}.{member.Name}", Severity.Warning));

    private static bool IsNothing(JsonElement value) =>
        !value.HasValue() || (value.IsArray() && value.GetArrayLength() == 0) || (value.IsObject() && !value.EnumerateObject().Any());

    private static bool Has(JsonElement list, JsonElement value) => list.Elements().Any(element => element.Same(value));

    private static SchemaDifference Differ(JsonElement asked, JsonElement sent, string path, Severity severity = Severity.Error) =>
        new(path, asked.Shown(), sent.Shown(), severity);
}
