namespace Scenarios.Reading;

/// <summary>The JSON schema (draft-07) of the format, built from the same tables the reader uses.</summary>
public static class ScenarioSchema
{
    /// <summary>The schema's text, as it stands in <c>scenario.schema.json</c>.</summary>
    public static string Create(Vocabulary vocabulary) => throw new NotSupportedException(vocabulary?.ToString());
}
